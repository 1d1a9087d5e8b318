package io.github.accelbed.fuzzer;

/**
 * How far a program is followed. All are numbers of steps, never a time, so that the same seed finds the same on every machine.
 *
 * @param schedules after how many orders of steps an exploration is given up; it is not judged then
 * @param states how many states one may visit until then; more is a failure
 * @param checks how many smaller programs are tried to shrink one that fails
 */
public record Bounds(long schedules, long states, int checks) {

    /** Those of the command and of the build. */
    public static final Bounds DEFAULT = new Bounds(1_500, 200_000, 400);
}
