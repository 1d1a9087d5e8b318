package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.AgentHost;
import io.github.accelbed.conformance.agent.AgentSession;
import io.github.accelbed.conformance.agent.NativeAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kernel in an emulated machine with the agent on it. A guest that dies is an answer, and the next session boots another. */
public final class Guest implements AgentHost {
    /** A guest boots within seconds, as it runs a program; a machine with much else to do gets minutes. */
    private static final long SECONDS = 180;

    private static final long DISK_SECONDS = 30;
    private static final List<String> MODULES =
            List.of("virtio_pci", "virtio_console", "virtio_blk", "crc32c_generic", "ext4");

    /** What devices need: VFIO, and Soft-RoCE over a network device that leads nowhere; crc32 is what rxe signs with up to 6.14. */
    private static final List<String> DEVICE_MODULES = List.of(
            "vfio_iommu_type1",
            "vfio_pci",
            "crc32_generic",
            "dummy",
            "ib_uverbs",
            "rdma_rxe",
            "accelbed_uacce",
            "mtty");

    /** The time at the line's beginning is there with CONFIG_PRINTK_TIME, the caller with CONFIG_PRINTK_CALLER. */
    private static final Pattern DEATH = Pattern.compile(
            "^(?:\\[ *[0-9.]+\\](?:\\[ *[TC][0-9]+\\])? *)?((?:watchdog: )?(?:BUG|Oops|Kernel panic|kernel BUG|general protection).*)",
            Pattern.MULTILINE);

    private final Emulator emulator;
    private final BootKernel kernel;
    private final boolean devices;
    private final Path folder;
    private final Path console;
    private final Path errors;
    private final Thread atShutdown;
    private volatile @Nullable Process process;

    private Guest(Emulator emulator, BootKernel kernel, boolean devices, Path folder) {
        this.emulator = emulator;
        this.kernel = kernel;
        this.devices = devices;
        this.folder = folder;
        console = folder.resolve("console");
        errors = folder.resolve("errors");
        atShutdown = new Thread(this::end, "guest's end");
    }

    /**
     * Prepares a guest; it boots with its first session.
     *
     * @param cache where the emulator is kept
     * @param kernel what to boot
     * @param agent the agent, linked statically
     * @param devices whether it gets devices behind an IOMMU, and VFIO for them
     * @param progress told in words what is done
     * @return the guest
     * @throws AgentException if there is no emulator, or no place for what the guest needs
     */
    public static Guest of(
            LabCache cache, BootKernel kernel, NativeAgent agent, boolean devices, Consumer<String> progress)
            throws AgentException {
        Emulator emulator = Emulator.find(cache, progress);
        try {
            Guest guest = new Guest(emulator, kernel, devices, Files.createTempDirectory("accelbed-guest"));
            Runtime.getRuntime().addShutdownHook(guest.atShutdown);
            try {
                Map<String, byte[]> modules =
                        kernel.modules() == null ? Map.of() : new Modules(kernel.modules()).withNeeded(guest.needed());
                Initramfs.write(guest.initramfs(), agent.program(), modules);
                return guest;
            } catch (AgentException e) {
                guest.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AgentException(
                    "cannot make a folder for the guest in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    private List<String> needed() {
        return devices
                ? Stream.concat(MODULES.stream(), DEVICE_MODULES.stream()).toList()
                : MODULES;
    }

    private Path initramfs() {
        return folder.resolve("initramfs");
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    /** A disk for the files that programs map. Without mke2fs it stays empty, and the guest's files are on tmpfs. */
    private void makeDisk() throws AgentException {
        Optional<Path> mke2fs = Emulator.onPath("mke2fs");
        try (SeekableByteChannel disk = Files.newByteChannel(
                disk(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            disk.position((64L << 20) - 1);
            disk.write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            throw new AgentException("cannot write " + disk() + " (is the disk full?)", e);
        }
        if (mke2fs.isPresent()) {
            Command.Result result = Command.run(
                    DISK_SECONDS,
                    folder,
                    List.of(
                            mke2fs.get().toString(),
                            "-q",
                            "-F",
                            "-t",
                            "ext4",
                            "-O",
                            "^has_journal",
                            disk().toString()));
            if (result.code() != 0) {
                throw new AgentException(
                        "mke2fs cannot make a file system: " + result.err().strip());
            }
        }
    }

    @Override
    public AgentSession start() throws AgentException {
        // Each guest has a new disk and console: what killed the last one says nothing about this one.
        makeDisk();
        try {
            Files.deleteIfExists(console);
        } catch (IOException e) {
            throw new AgentException("cannot delete " + console, e);
        }
        Process started = emulator.start(kernel.image(), initramfs(), disk(), devices, console, errors);
        process = started;
        try {
            return new AgentSession(started, errors, SECONDS);
        } catch (AgentException e) {
            throw new AgentException("it does not come up: " + death().orElse(e.getMessage()), e);
        }
    }

    @Override
    public Optional<String> death() {
        try {
            return firstComplaint(Files.readString(console, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a kernel says when it dies, with the line's time and caller before it or without. */
    static Optional<String> firstComplaint(String console) {
        return DEATH.matcher(console)
                .results()
                .map(line -> line.group(1).strip())
                .findFirst();
    }

    @Override
    public boolean devices() {
        return devices;
    }

    @Override
    public boolean own() {
        return kernel.own();
    }

    @Override
    public void close() {
        Command.forget(atShutdown);
        end();
    }

    private void end() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
        LabCache.delete(folder);
    }
}
