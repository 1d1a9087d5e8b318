package io.github.accelbed.explorer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that a person has read and found right, kept beside the tests. To take what the program prints now for right, run the test with
 * {@code -Dgolden.refresh=true} and read the difference.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    /**
     * Compares a text with its copy.
     *
     * @param name of the copy's file
     * @param text what the program printed
     * @throws IOException if there is no copy
     */
    public static void check(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.refresh")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text).as("%s (refresh with -Dgolden.refresh=true)", file).isEqualTo(Files.readString(file));
    }
}
