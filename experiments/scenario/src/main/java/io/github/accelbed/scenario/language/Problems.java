package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.language.term.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file, up to {@link ScenarioParser#MAX_PROBLEMS}. */
final class Problems {

    private static final int MAX_QUOTED = 40;

    private final String file;
    private final List<Problem> list = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    static Position at(Token token) {
        return new Position(token.getLine(), token.getCharPositionInLine() + 1);
    }

    /** The word in quotes, cut if it is very long. */
    static String quoted(String word) {
        return "'" + cut(word) + "'";
    }

    /** At most 40 characters of a text, none of them a control character that a terminal would obey. */
    static String cut(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= MAX_QUOTED;
        String shown = fits ? text : text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    void add(Position at, String found, String expected, @Nullable String nearest) {
        if (list.size() < ScenarioParser.MAX_PROBLEMS) {
            list.add(new Problem(file, at, found, expected, nearest));
        }
    }

    void add(Token at, String found, String expected) {
        add(at(at), found, expected, null);
    }

    /** A word that is not among the known ones. */
    void unknown(Token word, String expected, Collection<String> known) {
        add(at(word), quoted(word.getText()), expected, NearestWord.of(word.getText(), known));
    }

    boolean isFull() {
        return list.size() >= ScenarioParser.MAX_PROBLEMS;
    }

    int size() {
        return list.size();
    }

    List<Problem> sorted() {
        return list.stream().sorted().toList();
    }

    void throwIfAny() {
        if (!list.isEmpty()) {
            throw new ScenarioSyntaxException(sorted());
        }
    }
}
