package io.github.accelbed.model.step;

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

    /** Called when an operation on the stack is given up because its actor was stopped; releases nothing by default. */
    protected void abandoned() {}

    final void start() {
        if (running) {
            throw new IllegalStateException(program.name() + " is already running");
        }
        running = true;
        pc = 0;
        begin();
    }

    final boolean over() {
        return pc >= program.length();
    }

    final void end() {
        running = false;
        pc = 0;
    }

    final int pc() {
        return pc;
    }

    @SuppressWarnings("unchecked")
    final int runStep(Actor actor) {
        return program.run(pc, (O) this, actor);
    }

    final void go(int flow) {
        switch (flow) {
            case Flow.NEXT -> pc++;
            case Flow.AGAIN -> {}
            case Flow.DONE -> pc = program.length();
            case Flow.RESTART -> pc = 0;
            case Flow.SKIP -> pc += 2;
            default -> throw new IllegalStateException("flow " + flow);
        }
    }
}
