package io.github.accelbed.claims;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFileException;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A ledger that somebody wrote, with the scenarios that it may name: the built-in ones and those in {@code .scn} files beside it.
 *
 * @param ledger its claims
 * @param scenarios all that it may name
 * @param parser which reads what is asked of them
 */
public record OwnLedger(Ledger ledger, List<Scenario> scenarios, ScenarioParser parser) {

    /** What a ledger's file can hold; the built-in ones have less than a tenth. */
    public static final int MAX_BYTES = 1 << 20;

    /** Copies the list. */
    public OwnLedger {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Reads a ledger.
     *
     * @param file YAML, as {@code docs/claims.md} says
     * @return it
     * @throws LedgerException if the file is no ledger
     * @throws ScenarioFileException if a scenario beside it is none
     * @throws IOException if there is no such file, or it cannot be read
     */
    public static OwnLedger read(Path file) throws IOException {
        String text = text(file);
        // Scenarios may name claims of any ledger, which are not looked up.
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        ScenarioFiles files = new ScenarioFiles(vocabulary);
        files.builtIn().forEach(scenario -> scenarios.put(scenario.name(), scenario));
        for (Scenario own : files.read(beside(file))) {
            Scenario builtIn = scenarios.putIfAbsent(own.name(), own);
            if (builtIn != null) {
                throw new LedgerException(
                        own.file(),
                        "a built-in scenario is called '" + own.name() + "' too; give this one another name");
            }
        }
        ScenarioParser parser = new ScenarioParser(vocabulary);
        List<Claim> claims = LedgerFile.read(file.toString(), text, new KnownScenarios(scenarios, parser));
        return new OwnLedger(new Ledger(claims), List.copyOf(scenarios.values()), parser);
    }

    private static String text(Path file) throws IOException {
        String name = file.toString();
        if (!Files.exists(file)) {
            throw new IOException("cannot read '" + name + "': there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new LedgerException(name, "this is a directory; a ledger is one YAML file");
        }
        // Before it is opened: a pipe would wait for its writer, and a device may have no end.
        if (!Files.isRegularFile(file)) {
            throw new LedgerException(name, "this is no regular file; a ledger is one YAML file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new LedgerException(
                    name, "found " + Files.size(file) + " bytes, expected at most " + MAX_BYTES + " (1 MiB)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readNBytes(MAX_BYTES)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LedgerException(name, "this is no YAML: it is not UTF-8");
        }
    }

    private static List<String> beside(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> one.toString().endsWith(".scn"))
                    .filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
