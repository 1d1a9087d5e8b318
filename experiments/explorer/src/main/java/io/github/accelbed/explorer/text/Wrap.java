package io.github.accelbed.explorer.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines between words, and words only where one is longer than a line. */
final class Wrap {
    /** The most columns of a line. */
    static final int WIDTH = 120;

    private static final String HANGING = "    ";

    private Wrap() {}

    /**
     * Breaks a text.
     *
     * @param text one line; blanks at its beginning stay, and its other lines hang a little behind them
     * @param width of a line, more than a few columns
     * @return at least one line, none wider
     */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        String indent = " ".repeat(text.length() - text.stripLeading().length()) + HANGING;
        if (indent.length() > width / 2) {
            indent = "";
        }
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            boolean between = blank > rest.length() - rest.stripLeading().length();
            lines.add(rest.substring(0, between ? blank : width).stripTrailing());
            rest = indent + rest.substring(between ? blank : width).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /**
     * Fills a text up with blanks.
     *
     * @param text not wider than the width
     * @param width columns
     * @return the text and blanks behind it
     */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
