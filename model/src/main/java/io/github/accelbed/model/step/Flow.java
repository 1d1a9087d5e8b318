package io.github.accelbed.model.step;

/** What a step answers: where its operation goes on. Plain ints, so that a step allocates nothing. */
public final class Flow {
    /** Go on with the following step. If this step called another operation, that one runs first. */
    public static final int NEXT = 0;

    /** Run this step once more (after the operation it called, if any); how loops over pages and VMAs are written. */
    public static final int AGAIN = 1;

    /** The operation is over. */
    public static final int DONE = 2;

    /** Go back to the operation's first step; how retry loops are written. */
    public static final int RESTART = 3;

    /** Nothing was done, because a lock is taken or an event has not come; the step runs again later. */
    public static final int BLOCKED = 4;

    /** Leave out the following step. */
    public static final int SKIP = 5;

    private Flow() {}
}
