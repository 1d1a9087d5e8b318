package io.github.accelbed.scenario.builtin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The texts of the scenarios in {@code experiments/scenario/scenarios}, packed with the program. */
final class BuiltInScenarios {
    private static final String ROOT = "/scenarios";

    private BuiltInScenarios() {}

    /** Text by file name, such as {@code fork-cow/parent-writes-first.scn}, in order. */
    static Map<String, String> texts() {
        URL root = BuiltInScenarios.class.getResource(ROOT);
        if (root == null) {
            throw new IllegalStateException(ROOT + " is missing from the class path");
        }
        try {
            if (!(root.openConnection() instanceof JarURLConnection inJar)) {
                return texts(Path.of(root.toURI()));
            }
            // Of its own, for one that is opened by its address can be open only once.
            Path file = Path.of(inJar.getJarFileURL().toURI());
            try (FileSystem jar = FileSystems.newFileSystem(file)) {
                return texts(jar.getPath(ROOT));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> files =
                    walk.filter(file -> file.toString().endsWith(".scn")).toList();
            for (Path file : files) {
                texts.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return texts;
    }
}
