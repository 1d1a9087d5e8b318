package io.github.accelbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guards against results that destroy what the user named: a device, a pipe, or the only copy of the file before. */
class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void aPipeIsWrittenToAndStaysAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo does not make a pipe");
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });

        new OutputFile(pipe).check();
        new OutputFile(pipe).write("text");

        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo("text");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void aCheckLeavesTheFileAndItsFolderAsTheyWere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        new OutputFile(file).check();
        new OutputFile(folder.resolve("new")).check();

        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(file).hasContent("old");
    }

    @Test
    void aCheckRefusesAFolderThatIsNotThere() {
        Path file = folder.resolve("none/file");

        assertThatThrownBy(() -> new OutputFile(file).check())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write '" + file + "'");
    }
}
