package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * qemu-system-x86_64: the machine's own if it has one, else out of the machine's packages, unpacked into the cache and started with its
 * libraries from there. It emulates (TCG), with a clock that counts instructions, so that a guest
 * does not wait while it is idle.
 */
final class Emulator {
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final String PACKAGE = "qemu-system-x86";

    /**
     * All that the emulator has but cmpxchg16b, with which kernels of 6.12 died now and then: QEMU 7.2 took the value that it had read for the
     * flags, when an interrupt came soon after. A kernel does without it.
     */
    private static final String CPU = "max,-cx16";

    private static final List<String> ALWAYS = List.of(
            "-accel",
            "tcg,thread=single",
            "-icount",
            "shift=3,sleep=off",
            "-cpu",
            CPU,
            "-smp",
            "1",
            "-m",
            "1024",
            "-display",
            "none",
            "-nodefaults",
            "-no-reboot");

    /** Devices behind an emulated IOMMU that also remaps interrupts, without which VFIO refuses it. */
    private static final List<String> IOMMU = List.of("-device", "intel-iommu,intremap=on,caching-mode=on");

    /** As many as the agent knows; edu is a PCI device that does DMA. */
    private static final int DEVICES = 8;

    private static final List<String> DEVICE = List.of("-device", "edu,dma_mask=0xffffffff");

    private final Path program;
    private final @Nullable Path root;

    private Emulator(Path program, @Nullable Path root) {
        this.program = program;
        this.root = root;
    }

    /**
     * Finds it, or fetches it.
     *
     * @throws AgentException if the machine has none and cannot fetch one
     */
    static Emulator find(LabCache cache, Consumer<String> progress) throws AgentException {
        Optional<Path> installed = onPath(PROGRAM);
        if (installed.isPresent()) {
            return new Emulator(installed.get(), null);
        }
        Path root = Unpacked.of(cache, "qemu", List.of(PACKAGE), progress);
        Path program = root.resolve("usr/bin/" + PROGRAM);
        if (!Files.isExecutable(program)) {
            throw new AgentException(
                    PACKAGE + " was unpacked to " + root + ", and has no " + PROGRAM + "; delete that folder");
        }
        return new Emulator(program, root);
    }

    /** A program on the search path, or where system programs lie. */
    static Optional<Path> onPath(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + File.pathSeparator + "/usr/sbin"
                + File.pathSeparator + "/sbin";
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a guest; its virtio-serial port {@code accelbed} is the process's stdin and stdout.
     *
     * @param kernel its bzImage
     * @param initramfs what it starts with
     * @param disk a disk image
     * @param devices whether there are devices behind an IOMMU
     * @param console where its console goes
     * @param errors where the emulator's own complaints go
     */
    Process start(Path kernel, Path initramfs, Path disk, boolean devices, Path console, Path errors)
            throws AgentException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (root != null) {
            command.addAll(List.of("-L", root + "/usr/share/qemu", "-L", root + "/usr/share/seabios"));
        }
        command.addAll(ALWAYS);
        if (devices) {
            command.addAll(IOMMU);
            for (int i = 0; i < DEVICES; i++) {
                command.addAll(DEVICE);
            }
        }
        command.addAll(List.of(
                "-machine",
                // Guests' memory is not offered to ksmd, or it would disturb a comparison on this machine.
                "q35,kernel-irqchip=split,mem-merge=off",
                "-serial",
                "file:" + console,
                "-chardev",
                "stdio,id=port,signal=off",
                "-device",
                "virtio-serial",
                "-device",
                "virtserialport,chardev=port,name=accelbed",
                "-drive",
                "file=" + disk + ",format=raw,if=virtio,cache=unsafe",
                "-kernel",
                kernel.toString(),
                "-initrd",
                initramfs.toString(),
                "-append",
                "console=ttyS0 panic=-1 oops=panic loglevel=5 mitigations=off" + (devices ? " intel_iommu=on" : "")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        if (root != null) {
            builder.environment()
                    .put("LD_LIBRARY_PATH", root + "/usr/lib/x86_64-linux-gnu:" + root + "/lib/x86_64-linux-gnu");
            builder.environment().put("QEMU_MODULE_DIR", root + "/usr/lib/x86_64-linux-gnu/qemu");
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AgentException("cannot start " + program + ": " + e.getMessage(), e);
        }
    }
}
