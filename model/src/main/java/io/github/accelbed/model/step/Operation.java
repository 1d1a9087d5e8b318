package io.github.accelbed.model.step;

import io.github.accelbed.model.Errno;

/**
 * Something the kernel or a device does: a {@link Program} and the place it has reached.
 *
 * <p>A subclass holds the arguments, the state between steps and the result in plain fields. Objects on hot paths (faults,
 * device accesses) are allocated once and used again; {@link Actor#call} starts them from the first step.
 *
 * @param <O> the subclass itself
 */
public abstract class Operation<O extends Operation<O>> {
    private Program<O> program;
    private int pc;
    private boolean running;

    /** Its step has called an operation whose return that step has something to do with. */
    private boolean awaiting;

    private Errno result = Errno.OK;

    /**
     * An operation that takes these steps.
     *
     * @param program the steps, as the rules of the running kernel give them
     */
    protected Operation(Program<O> program) {
        this.program = program;
    }

    /**
     * Replaces the steps before a start; for objects whose steps depend on the case at hand.
     *
     * @param steps the steps of the next run
     */
    protected final void use(Program<O> steps) {
        program = steps;
    }

    /**
     * The steps.
     *
     * @return this operation's program
     */
    public final Program<O> program() {
        return program;
    }

    /**
     * Whether it was started and has not ended.
     *
     * @return true between start and end
     */
    public final boolean running() {
        return running;
    }

    /**
     * Called at each start, before the first step; a subclass resets the state between steps here.
     */
    protected void begin() {}

    /**
     * What it answered.
     *
     * @return OK, also before its end, or an error
     */
    public final Errno result() {
        return result;
    }

    /**
     * Notes the answer.
     *
     * @param answer OK or an error
     */
    protected final void answer(Errno answer) {
        result = answer;
    }

    /**
     * Notes an error and fails.
     *
     * @param why the error, not OK
     * @return {@link Flow#FAIL}
     */
    protected final int fail(Errno why) {
        if (why.ok()) {
            throw new IllegalArgumentException(program.name() + " fails with OK");
        }
        result = why;
        return Flow.FAIL;
    }

    /**
     * Goes on after the return of what was called, or fails with what that answers.
     *
     * @param actor who called
     * @param flow where to go on
     * @return it, or {@link Flow#FAIL}
     */
    protected final int orFail(Actor actor, int flow) {
        return actor.returned().ok() ? flow : fail(actor.returned());
    }

    /**
     * Takes a lock for writing, uninterruptibly: {@code mutex_lock}, {@code down_write}, {@code spin_lock}.
     *
     * @param actor who wants it
     * @param lock which
     * @return {@link Flow#NEXT} or {@link Flow#BLOCKED}
     */
    protected static int mutexLock(Actor actor, SimLock lock) {
        return lock.lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    /**
     * Takes a lock for reading, uninterruptibly: {@code down_read}.
     *
     * @param actor who wants it
     * @param lock which
     * @return {@link Flow#NEXT} or {@link Flow#BLOCKED}
     */
    protected static int downRead(Actor actor, SimLock lock) {
        return lock.lockShared(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    /**
     * Takes a lock for writing unless a SIGKILL comes first: {@code down_write_killable}. A free lock is taken even then.
     *
     * @param actor who wants it
     * @param lock which
     * @return {@link Flow#NEXT}, {@link Flow#BLOCKED_KILLABLE}, or {@link Flow#FAIL} with EINTR
     */
    protected final int downWriteKillable(Actor actor, SimLock lock) {
        return lock.lock(actor) ? Flow.NEXT : waitKillable(actor);
    }

    /**
     * Takes a lock for reading unless a SIGKILL comes first: {@code down_read_killable}. A free lock is taken even then.
     *
     * @param actor who wants it
     * @param lock which
     * @return {@link Flow#NEXT}, {@link Flow#BLOCKED_KILLABLE}, or {@link Flow#FAIL} with EINTR
     */
    protected final int downReadKillable(Actor actor, SimLock lock) {
        return lock.lockShared(actor) ? Flow.NEXT : waitKillable(actor);
    }

    /**
     * Waits for what has not come, unless a SIGKILL comes first: {@code wait_event_killable}.
     *
     * @param actor who waits
     * @return {@link Flow#BLOCKED_KILLABLE}, or {@link Flow#FAIL} with EINTR
     */
    protected final int waitKillable(Actor actor) {
        return actor.fatalSignalPending() ? fail(Errno.EINTR) : Flow.BLOCKED_KILLABLE;
    }

    final void start() {
        if (running) {
            throw new IllegalStateException(program.name() + " is already running");
        }
        running = true;
        pc = 0;
        awaiting = false;
        result = Errno.OK;
        begin();
    }

    final boolean over() {
        return pc == program.end();
    }

    final void end() {
        running = false;
        pc = 0;
        awaiting = false;
    }

    final int pc() {
        return pc;
    }

    /** Takes the step at hand, or if it is not needed the first after it that is; none is left if the operation is over then. */
    @SuppressWarnings("unchecked")
    final int runStep(Actor actor) {
        int flow = program.run(pc, (O) this, actor);
        while (flow == Flow.PASS) {
            pc = program.after(pc);
            flow = over() ? Flow.DONE : program.run(pc, (O) this, actor);
        }
        return flow;
    }

    /** A step waits, so nothing has happened, and those before it that passed are asked again. */
    final void backTo(int step) {
        pc = step;
    }

    /** The step at hand has called: its return decides where to go on if there is something to do then, else the step has decided. */
    final void called(int flow) {
        if (program.hasReturn(pc)) {
            awaiting = true;
        } else {
            go(flow);
        }
    }

    final boolean awaiting() {
        return awaiting;
    }

    @SuppressWarnings("unchecked")
    final int runReturn(Actor actor) {
        return program.runReturn(pc, (O) this, actor);
    }

    final void go(int flow) {
        awaiting = false;
        switch (flow) {
            case Flow.NEXT -> pc = program.after(pc);
            case Flow.AGAIN -> {}
            case Flow.DONE -> pc = program.end();
            case Flow.RESTART -> pc = 0;
            case Flow.SKIP -> pc = program.after(program.after(pc));
            case Flow.FAIL -> pc = program.firstUndo(pc);
            case Flow.PASS -> pc = program.after(pc);
            default -> throw new IllegalStateException("flow " + flow);
        }
    }
}
