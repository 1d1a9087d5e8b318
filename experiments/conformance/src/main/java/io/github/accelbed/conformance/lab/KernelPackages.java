package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Debian's kernels: of a suite, by release, or out of a folder of packages. The small "cloud" ones have what plain memory needs, the full
 * ones also drivers of InfiniBand. Up to 6.18 a kernel is one package; later it is split into binary, modules and base.
 */
public final class KernelPackages {
    /** Suites that are looked through for a release, and that {@code all} stands for. */
    public static final List<String> SUITES =
            List.of("bullseye", "bookworm", "bookworm-backports", "trixie", "trixie-backports", "sid");

    private static final Pattern RELEASE = Pattern.compile("[0-9]+\\.[0-9]+(\\.[0-9]+)?");
    private static final Pattern SUITE = Pattern.compile("[a-z][a-z-]*");
    private static final Pattern IMAGE = Pattern.compile("linux-image-([0-9][^ ,()]*)");
    private static final Pattern IMAGE_PACKAGE = Pattern.compile("linux-image-([0-9][^_]*)_.*\\.deb");
    private static final Pattern IMAGE_FILE = Pattern.compile("vmlinuz(-.*)?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");
    private static final List<String> PARTS = List.of("linux-image-", "linux-binary-", "linux-modules-", "linux-base-");

    /** What a flavour's packages end with: the small ones, and those with drivers for real devices. */
    private static final String CLOUD = "cloud-amd64";

    private static final String FULL = "amd64";

    private final LabCache cache;
    private final @Nullable Path given;
    private final String flavour;
    private final Consumer<String> progress;
    private final Map<String, Apt> suites = new LinkedHashMap<>();
    private @Nullable String mirror;

    /**
     * Kernels to be had here.
     *
     * @param cache where they are kept
     * @param given a folder of packages to take them from; null for the machine's mirror
     * @param drivers whether they are to have drivers beyond those of a cloud's machines
     * @param progress told in words what is done
     */
    public KernelPackages(LabCache cache, @Nullable Path given, boolean drivers, Consumer<String> progress) {
        this.cache = cache;
        this.given = given;
        flavour = drivers ? FULL : CLOUD;
        this.progress = progress;
    }

    /**
     * Whether a word can name a suite, a release, or all of them.
     *
     * @param name what was given
     * @return true for words such as {@code bookworm}, {@code 6.16}, {@code lab:trixie}, {@code all}
     */
    public static boolean named(String name) {
        String plain = name.startsWith(LabKernel.PREFIX) ? name.substring(LabKernel.PREFIX.length()) : name;
        boolean all = plain.equals("all") && !plain.equals(name);
        return !all && (RELEASE.matcher(plain).matches() || SUITE.matcher(plain).matches());
    }

    /**
     * Finds a kernel, fetches and unpacks it if it is not in the cache.
     *
     * @param name a suite such as {@code bookworm}, or a release such as {@code 6.16}, of which the newest is taken; after {@code lab:} one
     *     whose source is taken, and built here
     * @return the kernel
     * @throws AgentException if there is none, or it cannot be fetched
     */
    public BootKernel find(String name) throws AgentException {
        if (name.startsWith(LabKernel.PREFIX)) {
            return lab(name);
        }
        Path folder = given == null ? fromMirror(name) : fromFolder(given, name);
        return new BootKernel(name, image(folder), folder, false);
    }

    /** /boot/vmlinuz-RELEASE, or vmlinuz beside the modules from 6.19 on. */
    private static Path image(Path folder) throws AgentException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            IMAGE_FILE.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new AgentException("the packages hold no kernel image"));
        } catch (IOException e) {
            throw new AgentException("cannot read " + folder, e);
        }
    }

    /**
     * The kernel of every suite that can be reached, or each release in the folder of packages.
     *
     * @return the kernels; what could not be had is told as progress
     * @throws AgentException if there is none
     */
    public List<BootKernel> all() throws AgentException {
        List<BootKernel> kernels = new ArrayList<>();
        AgentException last = new AgentException("there is no kernel in " + given);
        for (String name : given == null ? SUITES : releases(given)) {
            try {
                kernels.add(find(name));
            } catch (AgentException e) {
                progress.accept(name + " is left out: " + e.getMessage());
                last = e;
            }
        }
        if (kernels.isEmpty()) {
            throw last;
        }
        return kernels;
    }

    /** What is looked for in a suite. */
    private interface Finder {
        Optional<String> in(Apt apt) throws AgentException;
    }

    private record Found(Apt apt, String suite, String what) {}

    private BootKernel lab(String name) throws AgentException {
        String plain = name.substring(LabKernel.PREFIX.length());
        if (given != null) {
            throw new AgentException("the source of " + name + " comes from the mirror, not from " + given);
        }
        Found source = search(plain, LabKernel::newest, apt -> LabKernel.release(apt, plain))
                .orElseThrow(() -> new AgentException("no source of a kernel " + plain + " is there"));
        return new LabKernel(cache, progress).of(source.apt(), source.what(), name);
    }

    private Path fromMirror(String name) throws AgentException {
        Found kernel = search(name, this::newest, apt -> release(apt, name))
                .orElseThrow(() -> new AgentException(
                        RELEASE.matcher(name).matches()
                                ? "no kernel " + name + " in " + String.join(", ", SUITES)
                                : name + " has no package " + meta()));
        return fetched(kernel.apt(), kernel.suite(), kernel.what());
    }

    private Optional<Found> search(String name, Finder newest, Finder ofRelease) throws AgentException {
        for (String suite : RELEASE.matcher(name).matches() ? SUITES : List.of(name)) {
            Apt apt;
            try {
                apt = suite(suite);
            } catch (AgentException e) {
                if (suite.equals(name)) {
                    throw e;
                }
                progress.accept(e.getMessage());
                continue;
            }
            Optional<String> found = (suite.equals(name) ? newest : ofRelease).in(apt);
            if (found.isPresent()) {
                return Optional.of(new Found(apt, suite, found.get()));
            }
        }
        return Optional.empty();
    }

    private Path fetched(Apt apt, String suite, String version) throws AgentException {
        String build = apt.field("linux-image-" + version, "Version").orElse("unknown");
        return cache.entry("kernels/" + version + "_" + build, entry -> {
            List<String> parts = new ArrayList<>();
            for (String part : PARTS) {
                if (apt.field(part + version, "Package").isPresent()) {
                    parts.add(part + version);
                }
            }
            long bytes = 0;
            for (String part : parts) {
                bytes += Long.parseLong(apt.field(part, "Size").orElse("0"));
            }
            progress.accept(suite + ": fetching " + version + ", " + (bytes >> 20) + " MiB");
            Path debs = Files.createDirectories(entry.resolve("debs"));
            apt.download(parts, debs);
            unpack(debs, entry);
        });
    }

    private Path fromFolder(Path folder, String name) throws AgentException {
        String version = inFolder(folder)
                .filter(found -> RELEASE.matcher(name).matches() ? ofRelease(found, name) : false)
                .max(Comparator.comparing(this::ofFlavour).thenComparing(byNumbers()))
                .orElseThrow(() -> new AgentException("no package linux-image-" + name + "*.deb in " + folder
                        + "; with --packages, --on names releases: " + String.join(", ", releases(folder))));
        return cache.entry("kernels/given-" + version + "_" + build(folder, version), entry -> {
            Path debs = Files.createDirectories(entry.resolve("debs"));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String named = file.getFileName().toString();
                    if (PARTS.stream().anyMatch(part -> named.startsWith(part + version + "_"))) {
                        Files.copy(file, debs.resolve(named));
                    }
                }
            }
            unpack(debs, entry);
        });
    }

    /** What stands between the name and the architecture in a package's file name: a rebuilt package is another kernel. */
    private static String build(Path folder, String version) throws AgentException {
        String start = "linux-image-" + version + "_";
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .map(name -> name.substring(start.length(), name.length() - ".deb".length()))
                    .sorted()
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new AgentException("cannot read the folder of packages " + folder, e);
        }
    }

    private static List<String> releases(Path folder) {
        try {
            return inFolder(folder)
                    .map(version -> version.split("[+-]", 2)[0])
                    .distinct()
                    .toList();
        } catch (AgentException e) {
            return List.of();
        }
    }

    private static Stream<String> inFolder(Path folder) throws AgentException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .map(IMAGE_PACKAGE::matcher)
                    .filter(Matcher::matches)
                    .map(file -> file.group(1))
                    .filter(version -> !version.endsWith("-dbg"))
                    .sorted(byNumbers())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AgentException("cannot read the folder of packages " + folder, e);
        }
    }

    private static void unpack(Path debs, Path entry) throws AgentException, IOException {
        try (Stream<Path> files = Files.list(debs)) {
            for (Path deb : files.sorted().toList()) {
                Deb.unpack(
                        deb,
                        path -> path.endsWith(".ko")
                                || path.endsWith(".ko.xz")
                                || IMAGE_FILE
                                        .matcher(path.substring(path.lastIndexOf('/') + 1))
                                        .matches(),
                        entry);
            }
        }
        LabCache.delete(debs);
        image(entry);
    }

    private Apt suite(String name) throws AgentException {
        Apt known = suites.get(name);
        if (known != null) {
            return known;
        }
        if (mirror == null) {
            Apt machine = Apt.ofMachine(cache);
            machine.update();
            mirror = machine.mirror();
        }
        Apt apt = Apt.ofSuite(cache, mirror, name);
        String said = apt.update();
        if (!said.isEmpty()) {
            progress.accept(said);
        }
        suites.put(name, apt);
        return apt;
    }

    private String meta() {
        return "linux-image-" + flavour;
    }

    private Optional<String> newest(Apt apt) throws AgentException {
        return apt.field(meta(), "Depends")
                .flatMap(depends -> Arrays.stream(depends.split(","))
                        .map(String::strip)
                        .map(IMAGE::matcher)
                        .filter(Matcher::lookingAt)
                        .map(matcher -> matcher.group(1))
                        .findFirst());
    }

    private Optional<String> release(Apt apt, String release) throws AgentException {
        return apt.names("linux-image-" + release).stream()
                .map(name -> name.substring("linux-image-".length()))
                .filter(version -> ofFlavour(version) && ofRelease(version, release))
                .max(byNumbers());
    }

    /** 6.1.0-50-amd64 and 6.16.12+deb13-amd64 are full ones, 6.1.0-50-rt-amd64 is neither. */
    private boolean ofFlavour(String version) {
        int end = version.length() - flavour.length() - 1;
        return end > 0 && version.endsWith("-" + flavour) && Character.isDigit(version.charAt(end - 1));
    }

    /** Whether 6.16.12+deb13-cloud-amd64 is of 6.16, or of 6.16.12. */
    private static boolean ofRelease(String version, String release) {
        return version.startsWith(release)
                && version.length() > release.length()
                && !Character.isDigit(version.charAt(release.length()));
    }

    private static Comparator<String> byNumbers() {
        Comparator<String> numbers = (one, other) -> Arrays.compare(numbers(one), numbers(other));
        return numbers.thenComparing(Comparator.naturalOrder());
    }

    private static BigInteger[] numbers(String version) {
        return NUMBERS.matcher(version)
                .results()
                .map(number -> new BigInteger(number.group()))
                .toArray(BigInteger[]::new);
    }
}
