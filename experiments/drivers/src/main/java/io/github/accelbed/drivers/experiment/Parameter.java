package io.github.accelbed.drivers.experiment;

/**
 * One thing that {@code --set} changes: a whole number.
 *
 * @param name lower case with hyphens
 * @param unit what it counts, such as {@code pages}
 * @param meaning one line
 * @param defaultValue the value without {@code --set}
 * @param min the smallest that is allowed
 * @param max the largest that is allowed
 */
public record Parameter(String name, String unit, String meaning, long defaultValue, long min, long max) {

    /** Checks that the default lies in the range. */
    public Parameter {
        if (defaultValue < min || defaultValue > max) {
            throw new IllegalArgumentException(name + " = " + defaultValue);
        }
    }
}
