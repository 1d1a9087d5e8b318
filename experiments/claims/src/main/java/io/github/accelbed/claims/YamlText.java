package io.github.accelbed.claims;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML into values that know their lines. Aliases and deep nesting are refused before anything is built: a ledger needs neither, and
 * a few lines of them stand for more than a machine holds.
 */
final class YamlText {
    private static final int MAX_DEPTH = 20;
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private YamlText() {}

    static YamlValue read(String file, String text) {
        try {
            checkShape(file, text);
            return new YamlValue(
                    file,
                    new Compose(SETTINGS)
                            .composeString(text)
                            .orElseThrow(() -> new LedgerException(
                                    file, 1, "nothing stands here; a ledger has 'subject', 'kernel' and 'claims'")));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw new LedgerException(
                    file,
                    line,
                    String.format(
                            "the character U+%04X cannot stand in YAML; within double quotes, \\u%04X stands for it",
                            e.getCodePoint(), e.getCodePoint()));
        } catch (MarkedYamlEngineException e) {
            int line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
            throw new LedgerException(file, line, "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new LedgerException(file, 1, "this is no YAML: " + e.getMessage());
        }
    }

    private static void checkShape(String file, String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias ->
                    throw wrong(file, event, "an alias (*name) is not read here; write out what it stands for");
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw wrong(file, event, "this is nested more than " + MAX_DEPTH + " deep; a ledger needs eight");
            }
        }
    }

    private static LedgerException wrong(String file, Event event, String message) {
        return new LedgerException(file, event.getStartMark().map(Mark::getLine).orElse(0) + 1, message);
    }
}
