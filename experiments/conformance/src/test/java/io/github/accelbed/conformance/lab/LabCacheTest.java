package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCacheTest {
    @TempDir
    private Path folder;

    @Test
    void anEntryIsFilledOnce() throws AgentException {
        LabCache cache = LabCache.at(folder.resolve("cache"));
        LabCache.Filler filler = entry -> Files.writeString(entry.resolve("file"), "first");
        Path entry = cache.entry("kernels/6.1", filler);
        assertThat(entry.resolve("file")).hasContent("first");
        assertThat(cache.entry("kernels/6.1", again -> Files.writeString(again.resolve("file"), "second")))
                .isEqualTo(entry);
        assertThat(entry.resolve("file")).hasContent("first");
    }

    @Test
    void whatFailsLeavesNothing() throws AgentException, IOException {
        LabCache cache = LabCache.at(folder);
        assertThatThrownBy(() -> cache.entry("qemu", entry -> {
                    Files.writeString(entry.resolve("half"), "half");
                    throw new AgentException("the mirror went away");
                }))
                .hasMessage("the mirror went away");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatAKilledProcessLeftIsSwept() throws AgentException, IOException {
        long gone = Long.MAX_VALUE;
        Path left = Files.createDirectories(
                folder.resolve(".unfinished-" + gone + "-1").resolve("debs"));
        Path ofOther = Files.createDirectories(
                folder.resolve(".unfinished-" + ProcessHandle.current().pid() + "-9"));
        LabCache.at(folder);
        assertThat(left.getParent()).doesNotExist();
        assertThat(ofOther).exists();
    }

    @Test
    void aFileIsNoCache() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> LabCache.at(file)).hasMessageContaining("--cache names another folder");
    }
}
