package io.github.accelbed.model.step;

/** Hears every step of a run: the source of time lines and of the lock-order graph. */
public interface StepListener {
    /**
     * A step was done.
     *
     * @param actor who did it
     * @param program the operation it belongs to
     * @param pc its place there
     * @param startPs when it began, picoseconds
     * @param durationPs what it cost, picoseconds
     */
    void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs);

    /**
     * A lock was taken.
     *
     * @param actor who took it
     * @param lock which one
     */
    default void locked(Actor actor, SimLock lock) {}

    /**
     * A lock was given back.
     *
     * @param actor who gave it
     * @param lock which one
     */
    default void unlocked(Actor actor, SimLock lock) {}

    /**
     * A step could not be taken.
     *
     * @param actor who waits
     * @param program the operation's steps
     * @param pc the step that waits
     */
    default void waits(Actor actor, Program<?> program, int pc) {}
}
