package io.github.accelbed.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FixTableTest {
    private static String table() {
        return Arrays.stream(Fix.values())
                .map(fix -> "| `" + fix.commit() + "` | " + fix.what() + " | " + fix.mainline() + " | "
                        + fix.backports().stream().map(Object::toString).collect(Collectors.joining(", ")) + " |\n")
                .collect(Collectors.joining(
                        "", "| commit | what is so with it | mainline | stable trees |\n|---|---|---|---|\n", ""));
    }

    @Test
    void theDocumentationHasEveryFix() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "kernels.md"))).endsWith("\n\n" + table());
    }
}
