package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A small kernel of one's own, from the source package of a suite, with what Debian leaves out: uacce with a driver of ours below it,
 * the VFIO character device and iommufd, sample mdevs, gup_test. All it needs is built in. It is kept in the cache by the version of its source, our
 * configuration and our driver.
 */
final class LabKernel {
    /** What comes before the name of a suite or release. */
    static final String PREFIX = "lab:";

    private static final String META = "linux-source";
    private static final String CONFIG = "lab.config";
    private static final String DRIVER = "accelbed_uacce";
    private static final String UACCE = "drivers/misc/uacce";
    private static final String ELF = "libelf.so";
    private static final Pattern SOURCE = Pattern.compile(META + "-[0-9.]+");

    /** Beside the compiler; the last one for tools of the kernel's own build. */
    private static final List<String> TOOLS = List.of("flex", "bison", "bc", "make");

    private static final long CONFIG_SECONDS = 900;
    private static final long BUILD_SECONDS = 4 * 3600;

    /** The archive, what is unpacked of it, and what is built. */
    private static final long BUILD_MIB = 2500;

    /** A line for each file that is made; about so many. */
    private static final int ABOUT = 1500;

    private static final Pattern MADE = Pattern.compile("^  [A-Z]", Pattern.MULTILINE);
    private static final Pattern ERROR = Pattern.compile(
            "^.*(?:(?<!collect2: )error:|undefined reference|cannot find|Error |No space left).*$", Pattern.MULTILINE);

    /** What is neither configured nor needed to configure, which is most of it. */
    private static final Pattern LEFT_OUT = Pattern.compile("[^/]+/(?:Documentation|sound"
            + "|drivers/(?:gpu|media|staging|net/ethernet|net/wireless)|tools/(?:testing|perf)|arch/(?!x86/)[^/]+)/.*");

    private static final Pattern OF_CONFIGURATION = Pattern.compile(".*/(?:Kconfig|Makefile|Kbuild)[^/]*");

    private final LabCache cache;
    private final Consumer<String> progress;

    LabKernel(LabCache cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** The source package of a suite; empty if it has none. */
    static Optional<String> newest(Apt suite) throws AgentException {
        return suite.field(META, "Depends")
                .map(SOURCE::matcher)
                .filter(Matcher::find)
                .map(Matcher::group);
    }

    /** The source package of a release such as 6.12; empty if the suite has none. */
    static Optional<String> release(Apt suite, String release) throws AgentException {
        String name = META + "-" + release;
        return suite.field(name, "Package");
    }

    /**
     * Builds it, if it is not in the cache.
     *
     * @param suite where its source comes from
     * @param source the source package
     * @param name what it was asked for as
     * @throws AgentException if it cannot be fetched or built; nothing of it is left then
     */
    BootKernel of(Apt suite, String source, String name) throws AgentException {
        String version = suite.field(source, "Version").orElse("unknown");
        Path entry = cache.entry("kernels/lab-" + version + "_" + digest(), filled -> {
            LabCache.refuseFull(filled, BUILD_MIB);
            progress.accept(name + ": fetching " + source + " " + version + ", "
                    + (Long.parseLong(suite.field(source, "Size").orElse("0")) >> 20) + " MiB");
            Path tree = source(suite, source, filled.resolve("source"));
            addDriver(tree);
            build(name, tree, filled);
            LabCache.delete(filled.resolve("source"));
            LabCache.delete(filled.resolve("build"));
        });
        return new BootKernel(name, entry.resolve("bzImage"), null, false);
    }

    private static Path source(Apt suite, String name, Path into) throws AgentException, IOException {
        Files.createDirectories(into);
        suite.download(List.of(name), into);
        Path archive = into.resolve("usr/src/" + name + ".tar.xz");
        for (Path deb : files(into)) {
            Deb.unpack(deb, path -> into.resolve(path).equals(archive), into);
            Files.delete(deb);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            Tar.unpack(in, archive.toString(), LabKernel::needed, into);
        }
        Files.delete(archive);
        return into.resolve(name);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Whether a file of the source is wanted. */
    static boolean needed(String path) {
        return !LEFT_OUT.matcher(path).matches()
                || OF_CONFIGURATION.matcher(path).matches();
    }

    /** Our driver beside uacce, and mtty built in: up to 6.2 its configuration only knows a module. */
    static void addDriver(Path tree) throws IOException {
        Files.write(tree.resolve(UACCE + "/" + DRIVER + ".c"), resource(DRIVER + ".c"));
        Files.writeString(
                tree.resolve(UACCE + "/Makefile"),
                "\nobj-$(CONFIG_UACCE) += " + DRIVER + ".o\n",
                StandardOpenOption.APPEND);
        Path samples = tree.resolve("samples/Kconfig");
        Files.writeString(
                samples, Files.readString(samples).replace("depends on VFIO_MDEV && m", "depends on VFIO_MDEV"));
    }

    private void build(String name, Path tree, Path entry) throws AgentException, IOException {
        Path config = entry.resolve(CONFIG);
        Path build = Files.createDirectories(entry.resolve("build"));
        Files.write(config, resource(CONFIG));
        List<String> lacking =
                TOOLS.stream().filter(tool -> Emulator.onPath(tool).isEmpty()).toList();
        List<String> packages =
                Stream.concat(lacking.stream(), Stream.of("libelf-dev")).toList();
        Path tools = Unpacked.of(cache, "tools/" + String.join("+", packages), packages, progress)
                .resolve("usr");
        if (Emulator.onPath("gcc").isEmpty()) {
            throw new AgentException("a kernel of one's own needs gcc, which this machine has not");
        }
        Path libraries = tools.resolve("lib/x86_64-linux-gnu");
        List<String> make = List.of(
                Emulator.onPath("make").map(Path::toString).orElse(tools + "/bin/make"),
                "-C",
                tree.toString(),
                "O=" + build,
                "HOSTCFLAGS=-I" + tools + "/include",
                "HOSTLDFLAGS=-L" + elf(build, libraries) + " -L" + libraries,
                "KCONFIG_ALLCONFIG=" + config);
        progress.accept(name + ": building a kernel; this takes about ten minutes of a processor");
        run(make, tools, CONFIG_SECONDS, List.of("allnoconfig"), out -> {});
        checkConfiguration(config, Files.readString(build.resolve(".config")));
        String jobs = "-j" + Runtime.getRuntime().availableProcessors();
        run(make, tools, BUILD_SECONDS, List.of(jobs, "bzImage"), out -> tell(name, out));
        Files.move(build.resolve("arch/x86/boot/bzImage"), entry.resolve("bzImage"));
        Files.move(build.resolve(".config"), config, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A folder where the linker finds libelf. The package for developers has a link to the library beside it, which leads nowhere where the
     * machine has the library itself installed; then the linker would take the static one, which lacks what it needs in turn.
     */
    private static Path elf(Path build, Path unpacked) throws IOException {
        if (Files.exists(unpacked.resolve(ELF))) {
            return unpacked;
        }
        Path folder = Files.createDirectories(build.resolve("accelbed"));
        Files.createSymbolicLink(folder.resolve(ELF), Path.of("/usr/lib/x86_64-linux-gnu", ELF + ".1"));
        return folder;
    }

    private void tell(String name, Path out) {
        try {
            long made = MADE.matcher(Files.readString(out, StandardCharsets.UTF_8))
                    .results()
                    .count();
            progress.accept(name + ": made " + made + " files of about " + Math.max(made, ABOUT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without these it would be built for nothing; what else is left out, a release does not know. */
    private static void checkConfiguration(Path asked, String got) throws AgentException {
        for (String option : List.of("CONFIG_UACCE", "CONFIG_VFIO_PCI", "CONFIG_VIRTIO_CONSOLE", "CONFIG_IO_URING")) {
            if (!got.contains("\n" + option + "=y\n")) {
                throw new AgentException(
                        "this kernel cannot be configured with " + option + "=y, as " + asked + " asks");
            }
        }
    }

    private static void run(List<String> make, Path tools, long seconds, List<String> goals, Consumer<Path> watcher)
            throws AgentException {
        List<String> command = new ArrayList<>(List.of("nice"));
        command.addAll(make);
        command.addAll(goals);
        Map<String, String> environment = new LinkedHashMap<>(Map.of(
                "PATH",
                tools + "/bin:" + System.getenv("PATH"),
                "LD_LIBRARY_PATH",
                tools + "/lib/x86_64-linux-gnu",
                "KBUILD_BUILD_USER",
                "accelbed",
                "KBUILD_BUILD_HOST",
                "lab"));
        if (Files.isExecutable(tools.resolve("bin/m4"))) {
            environment.put("M4", tools + "/bin/m4");
        }
        if (Files.isDirectory(tools.resolve("share/bison"))) {
            environment.put("BISON_PKGDATADIR", tools + "/share/bison");
        }
        Command.Result result = Command.run(seconds, Path.of("/"), command, environment, watcher);
        if (result.code() != 0) {
            String said = result.err() + result.out();
            Matcher error = ERROR.matcher(said);
            throw new AgentException("the kernel cannot be built with this machine's gcc: "
                    + (error.find() ? error.group().strip() : "make ended with " + result.code()));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = LabKernel.class.getResourceAsStream("/lab/" + name)) {
            if (in == null) {
                throw new IllegalStateException("/lab/" + name + " is missing from the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String digest() throws AgentException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(resource(CONFIG));
            sha.update(resource(DRIVER + ".c"));
            return HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AgentException("cannot read the configuration of a kernel", e);
        }
    }
}
