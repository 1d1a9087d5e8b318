package io.github.accelbed.model.step;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.cost.Clock;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs operations one step at a time: a process's CPU, a kernel worker, a device queue.
 *
 * <p>Operations call each other as kernel functions do, so an actor has a stack. One call of {@link #step} is one atomic
 * step of the top operation; between two steps any other actor may run.
 */
public final class Actor {
    /** What the tally of retries is called. */
    public static final String RETRIES = "explore retries";

    private final StepMachine machine;
    private final CostTable costs;
    private final Clock clock;
    private final String name;
    private Operation<?>[] stack = new Operation<?>[8];
    private int depth;

    @Tally
    private int units;

    @Tally
    private long busyPs;

    @Tally
    private boolean blocked;

    /** No step asks for it; an exploration that bounds retries does. */
    @Tally(RETRIES)
    private int retries;

    /**
     * A new, idle actor.
     *
     * @param machine the run it belongs to
     * @param name its name in time lines
     */
    public Actor(StepMachine machine, String name) {
        this.machine = machine;
        costs = machine.costs();
        clock = machine.clock();
        this.name = name;
        machine.add(this);
    }

    /**
     * Its name.
     *
     * @return such as {@code A} or {@code q}
     */
    public String name() {
        return name;
    }

    /**
     * Starts an operation on an idle actor.
     *
     * @param operation what to do
     */
    public void start(Operation<?> operation) {
        if (depth != 0) {
            throw new IllegalStateException(
                    name + " is busy with " + stack[0].program().name());
        }
        retries = 0;
        call(operation);
    }

    /**
     * Calls an operation from a step: it runs before the caller goes on.
     *
     * @param operation what to do first
     */
    public void call(Operation<?> operation) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        operation.start();
        stack[depth++] = operation;
    }

    /**
     * Says how many units of the current step's price were used; without a call it is 1.
     *
     * @param count pages, commands or another unit, 0 or more
     */
    public void charge(int count) {
        units = count;
    }

    /**
     * Whether nothing is left to do.
     *
     * @return true if no operation is on the stack
     */
    public boolean idle() {
        return depth == 0;
    }

    /**
     * Whether the last {@link #step} could not go on.
     *
     * @return true if it waits for another actor
     */
    public boolean blocked() {
        return blocked;
    }

    /**
     * Does one step.
     *
     * @return false if the actor is idle or blocked, so nothing happened
     */
    public boolean step() {
        if (depth == 0) {
            return false;
        }
        Operation<?> operation = stack[depth - 1];
        int pc = operation.pc();
        Program<?> program = operation.program();
        units = 1;
        int flow = operation.runStep(this);
        if (flow == Flow.BLOCKED) {
            blocked = true;
            return false;
        }
        blocked = false;
        Cost cost = program.cost(pc);
        long ps = 0;
        if (cost != Cost.INCLUDED) {
            ps = units * costs.ps(cost);
            clock.advance(ps);
            busyPs += ps;
        }
        StepListener listener = machine.listener;
        if (listener != null) {
            listener.stepped(this, program, pc, clock.nowPs() - ps, ps);
        }
        operation.go(flow);
        if (flow != Flow.AGAIN) {
            popEnded();
        }
        return true;
    }

    /**
     * Does all steps until idle or blocked.
     *
     * @return true if idle, false if blocked
     */
    public boolean run() {
        while (step()) {
            // each step is its own effect
        }
        return depth == 0;
    }

    /** Gives up everything on the stack; what a killed process's CPU does with a call it was blocked in. */
    public void abandon() {
        while (depth > 0) {
            Operation<?> top = pop();
            top.abandoned();
            top.end();
        }
        blocked = false;
    }

    /**
     * Time spent in steps.
     *
     * @return picoseconds
     */
    public long busyPs() {
        return busyPs;
    }

    /**
     * The operation that runs now.
     *
     * @return the top of the stack, or null if idle
     */
    public @Nullable Operation<?> current() {
        return depth == 0 ? null : stack[depth - 1];
    }

    /** Says that what was done has to be done again, because somebody else came between. */
    public void retried() {
        retries++;
    }

    /**
     * How often something had to be done again since the actor was idle.
     *
     * @return 0 or more
     */
    public int retries() {
        return retries;
    }

    /**
     * Where it is in its operations.
     *
     * @return a hash of their names and places; alike wherever it is at the same step of the same calls, 0 if idle
     */
    public int location() {
        int hash = 0;
        for (int i = 0; i < depth; i++) {
            hash = 31 * (31 * hash + stack[i].program().name().hashCode()) + stack[i].pc() + 1;
        }
        return hash;
    }

    void lockTaken(SimLock lock) {
        StepListener listener = machine.listener;
        if (listener != null) {
            listener.locked(this, lock);
        }
    }

    void lockGiven(SimLock lock) {
        StepListener listener = machine.listener;
        if (listener != null) {
            listener.unlocked(this, lock);
        }
    }

    /** Leaves nothing behind by which two states that go on alike would differ. */
    @SuppressWarnings("NullAway") // Above the depth the stack holds nothing that is read.
    private Operation<?> pop() {
        Operation<?> top = stack[--depth];
        stack[depth] = null;
        return top;
    }

    private void popEnded() {
        while (depth > 0 && stack[depth - 1].over()) {
            pop().end();
        }
    }
}
