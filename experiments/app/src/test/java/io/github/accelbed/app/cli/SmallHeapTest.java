package io.github.accelbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guards against an exploration that breaks off, with all that it found, where the heap ends. */
class SmallHeapTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void aRaceTooLargeForTheHeapIsIncomplete() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "explore",
                        Path.of("src/test/resources/large-race.scn").toString(),
                        "--witness=none")
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();

        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("err")))
                .isEqualTo(ExitCode.INCOMPLETE);
        String out = Files.readString(folder.resolve("out"));
        // A table that doubles may find no room before the limit is reached; then there is nothing to show.
        if (out.contains("states")) {
            assertThat(out)
                    .containsPattern("every order: [0-9]{2},[0-9]{3} states, .* INCOMPLETE")
                    .containsPattern("the heap of [0-9]+ MiB is full of visited states: .*ACCELBED_JAVA_OPTS=-Xmx8g")
                    .contains("--random", "--budget", "is not settled: sometimes: r1 = 77");
        } else {
            assertThat(Files.readString(folder.resolve("err")))
                    .containsPattern(
                            "accelbed: the heap of [0-9]+ MiB is too small for this.*ACCELBED_JAVA_OPTS=-Xmx8g")
                    .doesNotContain("a bug of accelbed", "\tat ");
        }
    }
}
