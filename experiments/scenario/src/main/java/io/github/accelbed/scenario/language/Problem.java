package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, or odd, in a scenario's text.
 *
 * @param file the name of the file
 * @param at where in the file
 * @param found what stands there, in words
 * @param expected what could stand there, in words
 * @param nearest the known word that is nearest to the one found, or null if none is near
 */
public record Problem(
        String file,
        Position at,
        String found,
        String expected,
        @Nullable String nearest) implements Comparable<Problem> {

    /**
     * What is wrong, without the place.
     *
     * @return {@code found X, expected Y; did you mean 'Z'?}
     */
    public String message() {
        return "found " + found + ", expected " + expected
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }

    @Override
    public int compareTo(Problem other) {
        return at.compareTo(other.at);
    }

    /**
     * The line for the user.
     *
     * @return {@code file:line:column: message}
     */
    @Override
    public String toString() {
        return file + ":" + at + ": " + message();
    }
}
