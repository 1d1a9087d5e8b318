package io.github.accelbed.scenario.language.term;

/**
 * A place in a scenario's text.
 *
 * @param line the line, from 1; 0 if the thing was not read from a text
 * @param column the column in characters (code points), from 1; a tab is one; 0 if not read from a text
 */
public record Position(int line, int column) implements Comparable<Position> {

    /** The place of what was built by a program, or is there by default. */
    public static final Position NONE = new Position(0, 0);

    /** Checks that neither number is negative. */
    public Position {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("no position: " + line + ":" + column);
        }
    }

    @Override
    public int compareTo(Position other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /**
     * {@code line:column}, as in every message.
     *
     * @return the two numbers
     */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
