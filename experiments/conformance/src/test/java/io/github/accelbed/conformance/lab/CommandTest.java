package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CommandTest {
    @TempDir
    private Path folder;

    @Test
    void whatItStartedEndsWithIt() throws IOException, InterruptedException {
        Path beats = folder.resolve("beats");
        String child = "while sleep 0.05; do echo beat >> " + beats + "; done";
        List<String> command = List.of("sh", "-c", "(" + child + ") & wait");
        assertThatThrownBy(() -> Command.run(1, folder, command))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("did not end within 1 s");
        assertThat(beats).isNotEmptyFile();
        long size = Files.size(beats);
        Thread.sleep(400);
        assertThat(Files.size(beats)).isEqualTo(size);
    }

    @Test
    void itGetsTheEnvironmentThatItIsGiven() throws AgentException {
        Command.Result result =
                Command.run(10, folder, List.of("sh", "-c", "echo $M4"), Map.of("M4", "/tools/m4"), out -> {});
        assertThat(result.out()).isEqualTo("/tools/m4\n");
    }
}
