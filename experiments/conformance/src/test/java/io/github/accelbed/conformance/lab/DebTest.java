package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebTest {
    @TempDir
    private Path folder;

    @Test
    void unpacksWhatIsWanted() throws AgentException, IOException {
        Path deb = SmallDeb.write(folder.resolve("a.deb"), Map.of("./boot/vmlinuz-6.1", "kernel", "./usr/doc", "text"));
        Path into = Files.createDirectory(folder.resolve("into"));
        Deb.unpack(deb, path -> path.startsWith("boot/"), into);
        assertThat(into.resolve("boot/vmlinuz-6.1")).hasContent("kernel");
        assertThat(into.resolve("usr")).doesNotExist();
    }

    @Test
    void nothingIsWrittenOutside() throws AgentException, IOException {
        Path deb = SmallDeb.write(folder.resolve("a.deb"), Map.of("./../evil", "evil"));
        Path into = Files.createDirectory(folder.resolve("into"));
        Deb.unpack(deb, path -> true, into);
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("a.deb"), "no package");
        assertThatThrownBy(() -> Deb.unpack(file, path -> true, folder))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining(file.toString());
    }
}
