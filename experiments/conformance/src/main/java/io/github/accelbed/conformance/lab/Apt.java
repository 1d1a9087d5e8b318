package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine's apt with lists and a cache of its own: it needs no root, installs nothing, and changes nothing of the system. Which
 * mirror it asks, and which keys it believes, is the machine's own configuration.
 */
final class Apt {
    private static final long UPDATE_SECONDS = 180;

    /** What the lists of one suite take at most while they are unpacked. */
    private static final long LISTS_MIB = 128;

    private static final long DOWNLOAD_SECONDS = 900;
    private static final long QUERY_SECONDS = 60;

    /** Lists older than this are fetched again where the mirror can be reached. */
    private static final Duration FRESH = Duration.ofDays(1);

    private static final Pattern URI = Pattern.compile("^'([^']+)' (\\S+) ([0-9]+)", Pattern.MULTILINE);

    private final Path state;
    private final String what;
    private final List<String> options;

    private Apt(Path state, String what, List<String> own) throws AgentException {
        this.state = state;
        this.what = what;
        List<String> all = new ArrayList<>(List.of(
                "-q",
                "-oDir::State::Lists=" + state.resolve("lists"),
                "-oDir::Cache=" + state.resolve("cache"),
                "-oAPT::Sandbox::User=root",
                "-oAPT::Update::Error-Mode=any",
                "-oAcquire::Retries=2"));
        all.addAll(own);
        options = List.copyOf(all);
        try {
            Files.createDirectories(state.resolve("lists/partial"));
            Files.createDirectories(state.resolve("cache/archives/partial"));
        } catch (IOException e) {
            throw new AgentException("cannot write " + state, e);
        }
    }

    /** The machine's own sources, where its tools come from. */
    static Apt ofMachine(LabCache cache) throws AgentException {
        return new Apt(cache.state("apt/machine"), "the machine's own sources", List.of());
    }

    /** One suite of the machine's mirror, as if nothing were installed. */
    static Apt ofSuite(LabCache cache, String mirror, String suite) throws AgentException {
        Path state = cache.state("apt/" + suite);
        Path sources = state.resolve("sources.list");
        try {
            Files.writeString(sources, "deb " + mirror + " " + suite + " main\n");
            if (!Files.exists(state.resolve("status"))) {
                Files.createFile(state.resolve("status"));
            }
        } catch (IOException e) {
            throw new AgentException("cannot write " + sources, e);
        }
        return new Apt(
                state,
                suite,
                List.of(
                        "-oDir::Etc::sourcelist=" + sources,
                        "-oDir::Etc::sourceparts=/dev/null",
                        "-oDir::Etc::preferences=/dev/null",
                        "-oDir::Etc::preferencesparts=/dev/null",
                        "-oAPT::Default-Release=",
                        "-oDir::State::status=" + state.resolve("status")));
    }

    /** The mirror of Debian that this machine's apt is set up with. */
    String mirror() throws AgentException {
        String said = run(
                        QUERY_SECONDS,
                        state,
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(ORIGIN) $(REPO_URI)",
                        "Created-By: Packages")
                .out();
        return said.lines()
                .filter(line -> line.startsWith("Debian ") && !line.contains("security"))
                .map(line -> line.substring("Debian ".length()))
                .findFirst()
                .orElseThrow(() -> new AgentException(
                        "apt on this machine has no source of Debian's packages; --packages names a folder of them"));
    }

    /**
     * Fetches the lists, unless they are of today; what is there already is used if the mirror cannot be reached.
     *
     * @return what to say about it; empty if nothing
     * @throws AgentException if there are none, or their signature is bad
     */
    String update() throws AgentException {
        Path stamp = state.resolve("updated");
        try {
            boolean before = Files.exists(stamp);
            if (before
                    && Files.getLastModifiedTime(stamp)
                            .toInstant()
                            .isAfter(Instant.now().minus(FRESH))) {
                return "";
            }
            // apt does not end on a full disk: its transport waits for room.
            LabCache.refuseFull(state, LISTS_MIB);
            Command.Result result = run(UPDATE_SECONDS, state, "apt-get", "update");
            boolean unsigned = result.err().contains("NO_PUBKEY")
                    || result.err().contains("BADSIG")
                    || result.err().contains("not signed");
            if (result.code() == 0 && !unsigned) {
                Files.writeString(stamp, "");
                return "";
            }
            if (unsigned) {
                throw new AgentException("the lists of " + what + " have no good signature: " + complaint(result));
            }
            if (before) {
                return what + " cannot be reached; its lists of "
                        + Files.getLastModifiedTime(stamp).toString().substring(0, 10) + " are used";
            }
            throw new AgentException("cannot fetch the lists of " + what + ": " + complaint(result));
        } catch (IOException e) {
            throw new AgentException("cannot write " + stamp, e);
        }
    }

    /** A field of a package; empty if there is no such package. */
    Optional<String> field(String name, String field) throws AgentException {
        Command.Result result = run(QUERY_SECONDS, state, "apt-cache", "show", "--no-all-versions", name);
        if (result.code() != 0 && !result.err().contains("No packages found")) {
            throw new AgentException("apt-cache cannot look " + name + " up in " + what + ": " + complaint(result));
        }
        Matcher matcher =
                Pattern.compile("^" + field + ": (.*)$", Pattern.MULTILINE).matcher(result.out());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The names of all packages that begin so. */
    List<String> names(String prefix) throws AgentException {
        Command.Result result = run(QUERY_SECONDS, state, "apt-cache", "pkgnames", prefix);
        if (result.code() != 0) {
            throw new AgentException("apt-cache cannot list the packages of " + what + ": " + complaint(result));
        }
        return result.out().lines().sorted().toList();
    }

    /** What would have to be installed for packages, with themselves: names for {@link #download}. */
    List<String> missing(List<String> names) throws AgentException {
        List<String> command =
                new ArrayList<>(List.of("apt-get", "install", "--print-uris", "-y", "--no-install-recommends"));
        command.addAll(names);
        Command.Result result = run(QUERY_SECONDS, state, command.toArray(String[]::new));
        if (result.code() != 0) {
            throw new AgentException(
                    "apt cannot find what " + String.join(", ", names) + " needs: " + complaint(result));
        }
        List<String> files = new ArrayList<>();
        Matcher uri = URI.matcher(result.out());
        while (uri.find()) {
            files.add(uri.group(2).substring(0, uri.group(2).indexOf('_')));
        }
        return files;
    }

    /**
     * Downloads packages; apt checks their sums against the signed lists.
     *
     * @param into a folder
     */
    void download(List<String> names, Path into) throws AgentException {
        List<String> command = new ArrayList<>(List.of("apt-get", "download"));
        command.addAll(names);
        Command.Result result = run(DOWNLOAD_SECONDS, into, command.toArray(String[]::new));
        if (result.code() != 0) {
            throw new AgentException("cannot download " + String.join(", ", names) + ": " + complaint(result));
        }
    }

    private Command.Result run(long seconds, Path folder, String... command) throws AgentException {
        List<String> all = new ArrayList<>(List.of(command[0]));
        all.addAll(options);
        all.addAll(Arrays.asList(command).subList(1, command.length));
        try {
            return Command.run(seconds, folder, all);
        } catch (AgentException e) {
            if (e.getCause() instanceof IOException) {
                throw new AgentException(
                        "other kernels come from Debian's packages, and this machine has no " + command[0]
                                + "; --on FILE.bzImage takes a kernel of one's own, --packages a folder of packages",
                        e);
            }
            throw e;
        }
    }

    private static String complaint(Command.Result result) {
        return result.err()
                .lines()
                .filter(line -> line.startsWith("E: ") || line.startsWith("W: "))
                .findFirst()
                .map(line -> line.substring("E: ".length()))
                .orElse("exit code " + result.code());
    }
}
