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

    /**
     * Nothing was done, because a lock is taken or an event has not come; the step runs again later. The wait is uninterruptible, as that
     * of {@code mutex_lock} or {@code wait_for_completion}: a SIGKILL waits with it, and the operation goes on to its end before the process dies.
     */
    public static final int BLOCKED = 4;

    /** Leave out the following step. */
    public static final int SKIP = 5;

    /**
     * The operation has failed. The {@code undo}s of the steps that it has behind it run, the last first, as the {@code goto} labels of a kernel function
     * do; what the operation still holds after that is given back, and it is over.
     */
    public static final int FAIL = 6;

    /**
     * As {@link #BLOCKED}, but the wait is killable, as that of {@code mmap_write_lock_killable}: the step asks
     * {@link Actor#fatalSignalPending} when it does not get what it waits for, and fails with EINTR.
     */
    public static final int BLOCKED_KILLABLE = 7;

    /**
     * The step is not needed this time, and has done nothing: the following one is taken in its place. Nobody sees it, and nobody else runs before the
     * following one.
     */
    public static final int PASS = 8;

    private Flow() {}
}
