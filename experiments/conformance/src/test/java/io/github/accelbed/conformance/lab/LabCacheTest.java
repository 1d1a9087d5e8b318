package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCacheTest {
    @TempDir
    private Path folder;

    @Test
    void anEntryIsFilledOnce() throws AgentException {
        LabCache cache = LabCache.at(folder.resolve("cache"), said -> {});
        LabCache.Filler filler = entry -> Files.writeString(entry.resolve("file"), "first");
        Path entry = cache.entry("kernels/6.1", filler);
        assertThat(entry.resolve("file")).hasContent("first");
        assertThat(cache.entry("kernels/6.1", again -> Files.writeString(again.resolve("file"), "second")))
                .isEqualTo(entry);
        assertThat(entry.resolve("file")).hasContent("first");
    }

    @Test
    void whatFailsLeavesNothing() throws AgentException, IOException {
        LabCache cache = LabCache.at(folder, said -> {});
        assertThatThrownBy(() -> cache.entry("qemu", entry -> {
                    Files.writeString(entry.resolve("half"), "half");
                    throw new AgentException("the mirror went away");
                }))
                .hasMessage("the mirror went away");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve(".locks"));
        }
    }

    @Test
    void aDiskWithTooLittleRoomIsRefused() {
        assertThatThrownBy(() -> LabCache.refuseFull(folder, Long.MAX_VALUE))
                .hasMessageMatching(
                        "the disk of .* has room for [0-9]+ MiB, and .* are needed; --cache names another folder");
        assertThatCode(() -> LabCache.refuseFull(folder, 0)).doesNotThrowAnyException();
    }

    @Test
    void whoFindsTheLockTakenWaitsAndSaysSo() throws Exception {
        Path locks = Files.createDirectories(folder.resolve(".locks"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path holder = Files.writeString(folder.resolve("Holder.java"), """
                class Holder {
                    public static void main(String[] args) throws Exception {
                        try (var file = java.nio.channels.FileChannel.open(java.nio.file.Path.of(args[0]),
                                        java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
                                var lock = file.lock()) {
                            System.out.println("held");
                            System.in.read();
                            java.nio.file.Files.createDirectories(java.nio.file.Path.of(args[1]));
                        }
                    }
                }
                """);
        Path entry = folder.resolve("kernels/6.1");
        Process other = new ProcessBuilder(
                        java.toString(),
                        holder.toString(),
                        locks.resolve("kernels+6.1").toString(),
                        entry.toString())
                .start();
        assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        List<String> said = new CopyOnWriteArrayList<>();
        LabCache cache = LabCache.at(folder, waiting -> {
            said.add(waiting);
            end(other);
        });
        assertThat(cache.entry("kernels/6.1", again -> Files.createFile(again.resolve("mine"))))
                .isEqualTo(entry)
                .isEmptyDirectory();
        assertThat(said).containsExactly("another run is making kernels/6.1; waiting for it");
    }

    private static void end(Process other) {
        try {
            other.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAKilledProcessLeftIsSwept() throws AgentException, IOException {
        long gone = Long.MAX_VALUE;
        Path left = Files.createDirectories(
                folder.resolve(".unfinished-" + gone + "-1").resolve("debs"));
        Path ofOther = Files.createDirectories(
                folder.resolve(".unfinished-" + ProcessHandle.current().pid() + "-9"));
        LabCache.at(folder, said -> {});
        assertThat(left.getParent()).doesNotExist();
        assertThat(ofOther).exists();
    }

    @Test
    void aFileIsNoCache() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> LabCache.at(file, said -> {})).hasMessageContaining("--cache names another folder");
    }
}
