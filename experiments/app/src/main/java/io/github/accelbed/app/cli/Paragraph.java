package io.github.accelbed.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines of some columns. */
final class Paragraph {
    private static final String MORE = " ...";

    private Paragraph() {}

    /** Breaks between words; a word that is longer than a line stands on one of its own. */
    static List<String> wrap(String first, String later, String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean begun = false;
        for (String word : text.strip().split("\\s+", -1)) {
            if (begun && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(later).append(word);
            } else {
                line.append(begun ? " " : "").append(word);
            }
            begun = true;
        }
        lines.add(line.toString());
        return lines;
    }

    /** The first lines, the last of which says that there are more. */
    static List<String> cut(List<String> lines, int most, int columns) {
        if (lines.size() <= most) {
            return lines;
        }
        List<String> kept = new ArrayList<>(lines.subList(0, most));
        String last = kept.remove(most - 1);
        while (last.length() > columns - MORE.length()) {
            last = last.substring(0, Math.max(last.lastIndexOf(' '), 0)).stripTrailing();
        }
        kept.add(last.replaceAll("[,;.:]$", "") + MORE);
        return kept;
    }

    /** What of a text fits. */
    static String fit(String text, int columns) {
        return text.length() <= columns
                ? text
                : text.substring(0, columns - MORE.length() + 1).stripTrailing() + "...";
    }
}
