package io.github.accelbed.reports.result;

import org.jspecify.annotations.Nullable;

/**
 * One line of a scenario's {@code expect} section, as judged in one cell.
 *
 * @param line the line in the scenario's file, from 1; 0 if the question stands in no file
 * @param text the line as written, without surrounding blanks
 * @param met whether it held; null if this run cannot judge it ({@code sometimes} in a plain run)
 */
public record ExpectationResult(
        int line, String text, @Nullable Boolean met) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the line is negative or the text blank
     */
    public ExpectationResult {
        if (line < 0) {
            throw new IllegalArgumentException("line must not be negative, but is " + line);
        }
        Checks.notBlank(text, "text");
    }
}
