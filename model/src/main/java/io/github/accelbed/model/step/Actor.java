package io.github.accelbed.model.step;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.cost.Clock;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import java.util.Arrays;
import java.util.List;
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

    /** What is held, in the order of taking, and how deep the stack was. */
    private @Nullable Held[] held = new Held[8];

    private int[] heldAt = new int[8];
    private int holds;
    private boolean killed;

    /** While a step has something to do with the return of what it called: what that answered. */
    private Errno returned = Errno.OK;

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
        killed = false;
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
        int before = depth;
        Operation<?> operation = stack[depth - 1];
        Program<?> program = operation.program();
        units = 1;
        int from = operation.pc();
        int flow = operation.runStep(this);
        if (flow == Flow.BLOCKED || flow == Flow.BLOCKED_KILLABLE) {
            waits(program, operation.pc(), flow);
            operation.backTo(from);
            blocked = true;
            return false;
        }
        blocked = false;
        if (operation.over()) {
            popEnded();
            return true;
        }
        int pc = operation.pc();
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
        if (depth > before) {
            operation.called(flow);
        } else {
            operation.go(flow);
            if (flow != Flow.AGAIN) {
                popEnded();
            }
        }
        return true;
    }

    private void waits(Program<?> program, int pc, int flow) {
        if (program.waiting(pc) != (flow == Flow.BLOCKED ? Waiting.UNINTERRUPTIBLE : Waiting.KILLABLE)) {
            throw new IllegalStateException(program.name() + ": " + program.label(pc) + " waits and does not say how");
        }
        StepListener listener = machine.listener;
        if (listener != null) {
            listener.waits(this, program, pc);
        }
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

    /**
     * Takes an operation back of which no step was taken yet: user space stops trying for what it does not get.
     */
    public void withdraw() {
        if (depth != 1 || stack[0].pc() != 0) {
            throw new IllegalStateException(name + " has begun already");
        }
        pop().end();
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

    /**
     * The operation that was started, and called whatever runs now.
     *
     * @return the bottom of the stack, or null if idle
     */
    public @Nullable Operation<?> started() {
        return depth == 0 ? null : stack[0];
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

    /**
     * Sends a SIGKILL to the process that runs here. What it is doing in the kernel goes on: killable waits fail, all others are waited for; when it
     * returns to user space it has ended. Its exit is for the caller to start when the actor is idle.
     */
    public void kill() {
        killed = true;
        popEnded();
    }

    /**
     * {@code fatal_signal_pending}.
     *
     * @return true from {@link #kill} until the next {@link #start}
     */
    public boolean fatalSignalPending() {
        return killed;
    }

    /**
     * What the operation that was called has answered.
     *
     * @return its result, while the step that called it has something to do with the return
     */
    public Errno returned() {
        return returned;
    }

    /**
     * Notes that the operation that runs holds something.
     *
     * @param what the lock, range or reference
     */
    public void took(Held what) {
        if (holds == held.length) {
            held = Arrays.copyOf(held, 2 * holds);
            heldAt = Arrays.copyOf(heldAt, 2 * holds);
        }
        held[holds] = what;
        heldAt[holds++] = depth;
    }

    /**
     * Notes that something was given back, by whichever operation of this actor.
     *
     * @param what the lock, range or reference
     */
    public void gave(Held what) {
        for (int i = holds - 1; i >= 0; i--) {
            if (held[i] == what) {
                holds--;
                System.arraycopy(held, i + 1, held, i, holds - i);
                System.arraycopy(heldAt, i + 1, heldAt, i, holds - i);
                held[holds] = null;
                heldAt[holds] = 0;
                return;
            }
        }
        throw new ModelException(name + " does not hold " + what.name());
    }

    /**
     * What is held.
     *
     * @return the names of the locks, ranges and references, in the order of taking
     */
    public List<String> holding() {
        return Arrays.stream(held, 0, holds).map(Held::name).toList();
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
        while (depth > 0 && (stack[depth - 1].over() || returnsToDie())) {
            Operation<?> ended = pop();
            settle(ended);
            ended.end();
            if (depth > 0 && stack[depth - 1].awaiting() && !returnsToDie()) {
                int before = depth;
                Operation<?> caller = stack[depth - 1];
                returned = ended.result();
                int flow = caller.runReturn(this);
                returned = Errno.OK;
                if (depth > before) {
                    return;
                }
                caller.go(flow);
            }
        }
    }

    /** Whether the call is back in user space, where a pending SIGKILL ends the process. */
    private boolean returnsToDie() {
        return killed && depth > 0 && stack[depth - 1].program().userSpace();
    }

    /** Gives back what an operation that failed still holds; one that ended well holds nothing, or hands it to its caller. */
    private void settle(Operation<?> ended) {
        boolean failed = !ended.result().ok();
        while (holds > 0 && heldAt[holds - 1] > depth) {
            if (failed) {
                giveBackLast();
            } else if (ended.program().keepsLocks()) {
                for (int i = holds - 1; i >= 0 && heldAt[i] > depth; i--) {
                    heldAt[i] = depth;
                }
            } else {
                throw new ModelException(ended.program().name() + " ends and holds " + held[holds - 1].name());
            }
        }
    }

    @SuppressWarnings("NullAway") // Below the number of holds there is no null.
    private void giveBackLast() {
        int before = holds;
        held[holds - 1].giveBack(this);
        if (holds != before - 1) {
            throw new ModelException(held[holds - 1].name() + " was not given back");
        }
    }
}
