package io.github.accelbed.model.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the tutorial shows is the code that the contract test runs. */
class NewBackendDocumentTest {
    private static final Path PAGE = Path.of("..", "docs", "backend-tutorial.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "github", "accelbed", "model", "example");
    private static final Pattern BLOCK =
            Pattern.compile("^<!-- (\\w+) (\\w+) -->\\n```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int BLOCKS = 11;

    private static String region(String type, String name) throws IOException {
        String source = Files.readString(SOURCES.resolve(type + ".java"));
        Matcher matcher = Pattern.compile(
                        "^ *// region " + name + "\\n(.*?)^ *// endregion$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(source);
        assertThat(matcher.find()).as("region %s of %s", name, type).isTrue();
        return matcher.group(1).stripTrailing().stripIndent() + "\n";
    }

    @Test
    void everyBlockOfCodeIsARegionOfTheExample() throws IOException {
        String page = Files.readString(PAGE);
        Matcher block = BLOCK.matcher(page);
        int blocks = 0;
        while (block.find()) {
            assertThat(block.group(3))
                    .as("%s of %s", block.group(2), block.group(1))
                    .isEqualTo(region(block.group(1), block.group(2)));
            blocks++;
        }
        assertThat(blocks).isEqualTo(BLOCKS).isEqualTo(page.split("```java").length - 1);
    }
}
