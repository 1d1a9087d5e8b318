package io.github.accelbed.claims;

import io.github.accelbed.scenario.language.NearestWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value of a YAML file, which knows its line. Whatever is asked of it that it is not ends in a message.
 *
 * @param file its name
 * @param node as it was read
 */
record YamlValue(String file, Node node) {
    /** Longer than any text that somebody reads, shorter than one that fills a screen forever. */
    private static final int MAX_LENGTH = 4000;

    private static final int SHOWN = 60;

    LedgerException wrong(String message) {
        return new LedgerException(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1, message);
    }

    private LedgerException wrongKind(String expected) {
        String found =
                node instanceof MappingNode ? "keys with values" : node instanceof SequenceNode ? "a list" : "a text";
        return wrong("found " + found + ", expected " + expected);
    }

    /** A text, not blank; a number as it is written. */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrongKind("a text");
        }
        // Lines of a reply are made here, not by whoever wrote the ledger.
        String text = scalar.getValue().strip().replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            throw wrong("found nothing, expected a text");
        }
        if (text.length() > MAX_LENGTH) {
            throw wrong("found a text of " + text.length() + " characters, expected at most " + MAX_LENGTH);
        }
        return text;
    }

    /** A text that is read further. */
    <T> T as(Function<String, T> read) {
        return checked(() -> read.apply(text()));
    }

    /** What is refused is wrong here. */
    <T> T checked(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** A list; any other value is a list of itself. */
    List<YamlValue> list() {
        return node instanceof SequenceNode list
                ? list.getValue().stream().map(one -> new YamlValue(file, one)).toList()
                : List.of(this);
    }

    /** Values by keys, which can be any. */
    Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode map)) {
            throw wrongKind("keys with values");
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
            YamlValue key = new YamlValue(file, entry.getKeyNode());
            if (entries.put(key.text(), new YamlValue(file, entry.getValueNode())) != null) {
                throw key.wrong("the key '" + shown(key.text()) + "' stands here a second time");
            }
        }
        return entries;
    }

    /** Values by keys, each of which is known. */
    YamlMap map(List<String> known) {
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                YamlValue key = new YamlValue(file, entry.getKeyNode());
                if (!known.contains(key.text())) {
                    throw key.wrong(
                            "there is no key '" + shown(key.text()) + "' here" + NearestWord.hint(key.text(), known));
                }
            }
        }
        return new YamlMap(this, entries());
    }

    /** The beginning of a text for a message. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
