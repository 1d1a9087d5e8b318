package io.github.accelbed.scenario.builtin;

import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.scenario.language.Problem;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioSyntaxException;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds and parses the scenarios that a command names: files, directories, and built-in ones by name. */
public final class ScenarioFiles {
    private static final String SUFFIX = ".scn";

    private final ScenarioParser parser;

    /**
     * A reader.
     *
     * @param vocabulary the names that scenarios may use
     */
    public ScenarioFiles(Vocabulary vocabulary) {
        parser = new ScenarioParser(vocabulary);
    }

    /**
     * The scenarios that come with the program.
     *
     * @return in order of their names
     */
    public List<Scenario> builtIn() {
        List<Scenario> scenarios = new ArrayList<>();
        new TreeMap<>(BuiltInScenarios.texts()).forEach((file, text) -> scenarios.add(parser.parse(file, text)));
        return scenarios;
    }

    /**
     * Reads all that is named, before anything runs.
     *
     * @param names files, directories (searched for {@code .scn} files), or names of built-in scenarios or of their folders
     * @return the scenarios, each once, in the order of the names and by path within a directory
     * @throws ScenarioFileException if something does not exist, cannot be read, or is malformed, or two have one name
     */
    public List<Scenario> read(List<String> names) {
        List<Scenario> scenarios = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            Path path = path(name);
            if (path != null && Files.isDirectory(path)) {
                for (Path file : directory(name, path)) {
                    parse(file.toString(), bytes(file), scenarios, problems);
                }
            } else if (path != null && Files.exists(path)) {
                parse(name, bytes(path), scenarios, problems);
            } else {
                scenarios.addAll(named(name));
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioFileException(
                    false, problems.stream().map(Problem::toString).toList());
        }
        return once(scenarios);
    }

    /** One that was named twice runs once; results are told apart by the names of scenarios, so two of one name do not go together. */
    private static List<Scenario> once(List<Scenario> scenarios) {
        Map<String, Scenario> byName = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            Scenario other = byName.putIfAbsent(scenario.name(), scenario);
            if (other != null && !other.text().equals(scenario.text())) {
                throw new ScenarioFileException(
                        false,
                        List.of("'" + other.file() + "' and '" + scenario.file() + "' are both scenario '"
                                + scenario.name() + "'; give one of them another name"));
            }
        }
        return List.copyOf(byName.values());
    }

    private static @org.jspecify.annotations.Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private List<Scenario> named(String name) {
        List<Scenario> all = builtIn();
        List<Scenario> found = all.stream()
                .filter(scenario ->
                        scenario.name().equals(name) || scenario.name().startsWith(name + "/"))
                .toList();
        if (found.isEmpty()) {
            List<String> known = all.stream().map(Scenario::name).toList();
            String nearest = NearestWord.of(name, known);
            throw new ScenarioFileException(
                    false,
                    List.of("'" + name + "' is no file, no directory and no built-in scenario"
                            + (nearest == null ? "" : "; did you mean '" + nearest + "'?")
                            + " ('accelbed list scenarios' names them all)"));
        }
        return found;
    }

    private static List<Path> directory(String name, Path path) {
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ScenarioFileException(
                        false,
                        List.of("the directory '" + name + "' holds no scenarios (files ending in " + SUFFIX + ")"));
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw unreadable(name, e);
        }
    }

    private static byte[] bytes(Path file) {
        // Not all, for it may have no end.
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ScenarioParser.MAX_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static ScenarioFileException unreadable(String name, Exception e) {
        return new ScenarioFileException(
                true,
                List.of("cannot read '" + name + "': "
                        + (e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.getMessage())));
    }

    private void parse(String name, byte[] text, List<Scenario> scenarios, List<Problem> problems) {
        try {
            scenarios.add(parser.parse(name, text));
        } catch (ScenarioSyntaxException e) {
            problems.addAll(e.problems());
        }
    }
}
