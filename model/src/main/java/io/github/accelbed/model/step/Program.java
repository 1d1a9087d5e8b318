package io.github.accelbed.model.step;

import io.github.accelbed.model.cost.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one operation, in order: for each its name (the kernel function it stands for), the lane whose time it
 * takes, its price and its code.
 *
 * <p>Rules of an era that orders the work differently answer with another program over the same operation, so the
 * order is data and no step tests a version. Programs are immutable and shared by all runs.
 *
 * @param <O> the operation
 */
public final class Program<O extends Operation<O>> {

    /**
     * The code of one step.
     *
     * @param <O> the operation
     */
    @FunctionalInterface
    public interface Body<O> {
        /**
         * Does the step.
         *
         * @param operation the operation's state
         * @param actor who runs it
         * @return one of {@link Flow}
         */
        int run(O operation, Actor actor);
    }

    private final String name;
    private final boolean fault;
    private final String[] labels;
    private final Lane[] lanes;
    private final Cost[] costs;
    private final Body<O>[] bodies;
    private final @Nullable Body<O>[] returns;
    private final Waiting[] waitings;

    /** How many steps there are before the undos. */
    private final int forward;

    /** Per undo, in their order: the step that it takes back. */
    private final int[] undoes;

    private final boolean userSpace;
    private final boolean keepsLocks;

    @SuppressWarnings("unchecked")
    private Program(Builder<O> builder) {
        name = builder.name;
        fault = builder.fault;
        userSpace = builder.userSpace;
        keepsLocks = builder.keepsLocks;
        forward = builder.steps.size();
        List<Step<O>> all = new ArrayList<>(builder.steps);
        List<Integer> undone = new ArrayList<>();
        for (int pc = forward - 1; pc >= 0; pc--) {
            for (Step<O> undo : builder.steps.get(pc).undos) {
                undone.add(pc);
                all.add(undo);
            }
        }
        undoes = undone.stream().mapToInt(Integer::intValue).toArray();
        int length = all.size();
        labels = new String[length];
        lanes = new Lane[length];
        costs = new Cost[length];
        bodies = (Body<O>[]) new Body<?>[length];
        returns = (Body<O>[]) new Body<?>[length];
        waitings = new Waiting[length];
        for (int pc = 0; pc < length; pc++) {
            Step<O> step = all.get(pc);
            labels[pc] = step.label;
            lanes[pc] = step.lane;
            costs[pc] = step.cost;
            bodies[pc] = step.body;
            returns[pc] = step.returned;
            waitings[pc] = step.waiting;
        }
    }

    /**
     * Starts a program.
     *
     * @param name the operation's name, a kernel function
     * @param <O> the operation
     * @return an empty builder
     */
    public static <O extends Operation<O>> Builder<O> of(String name) {
        return new Builder<>(name);
    }

    /**
     * The operation's name.
     *
     * @return a kernel function or system call
     */
    public String name() {
        return name;
    }

    /**
     * Whether it answers a fault: of a CPU, or of a device's translation.
     *
     * @return true if so
     */
    public boolean fault() {
        return fault;
    }

    /**
     * How many steps it has, the undos among them.
     *
     * @return at least 1
     */
    public int length() {
        return bodies.length;
    }

    /**
     * Whether a step is there for a failure only.
     *
     * @param pc its place, from 0
     * @return true if it takes back an earlier step
     */
    public boolean isUndo(int pc) {
        return pc >= forward;
    }

    /**
     * Whether and how a step waits.
     *
     * @param pc its place, from 0
     * @return how
     */
    public Waiting waiting(int pc) {
        return waitings[pc];
    }

    /**
     * A step's name.
     *
     * @param pc its place, from 0
     * @return the kernel function or event it stands for
     */
    public String label(int pc) {
        return labels[pc];
    }

    /**
     * Whose time a step takes.
     *
     * @param pc its place, from 0
     * @return the lane
     */
    public Lane lane(int pc) {
        return lanes[pc];
    }

    /**
     * What a step costs, per unit it reports.
     *
     * @param pc its place, from 0
     * @return the price
     */
    public Cost cost(int pc) {
        return costs[pc];
    }

    int run(int pc, O operation, Actor actor) {
        return bodies[pc].run(operation, actor);
    }

    boolean hasReturn(int pc) {
        return returns[pc] != null;
    }

    int runReturn(int pc, O operation, Actor actor) {
        Body<O> body = returns[pc];
        if (body == null) {
            throw new IllegalStateException(labels[pc] + " awaits nothing");
        }
        return body.run(operation, actor);
    }

    /** The steps run in user space: a process that a SIGKILL has reached does not come back to them. */
    boolean userSpace() {
        return userSpace;
    }

    /** What it holds at its good end is its caller's. */
    boolean keepsLocks() {
        return keepsLocks;
    }

    int end() {
        return bodies.length;
    }

    int after(int pc) {
        return pc == forward - 1 || pc >= end() ? end() : pc + 1;
    }

    /** Where a failure goes on: at the undo of the last step before this one that has any. */
    int firstUndo(int pc) {
        if (isUndo(pc)) {
            throw new IllegalStateException(name + ": " + labels[pc] + " fails while it takes back");
        }
        for (int i = 0; i < undoes.length; i++) {
            if (undoes[i] < pc) {
                return forward + i;
            }
        }
        return end();
    }

    /** What one step is made of. */
    private static final class Step<O> {
        private final Lane lane;
        private final String label;
        private final Cost cost;
        private final Body<O> body;
        private final List<Step<O>> undos = new ArrayList<>();
        private @Nullable Body<O> returned;
        private Waiting waiting = Waiting.NONE;

        Step(Lane lane, String label, Cost cost, Body<O> body) {
            this.lane = lane;
            this.label = label;
            this.cost = cost;
            this.body = body;
        }
    }

    /**
     * Collects steps.
     *
     * @param <O> the operation
     */
    public static final class Builder<O extends Operation<O>> {
        private final String name;
        private final List<Step<O>> steps = new ArrayList<>();
        private @Nullable Step<O> last;
        private boolean fault;
        private boolean userSpace;
        private boolean keepsLocks;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * The operation answers a fault.
         *
         * @return this
         */
        public Builder<O> fault() {
            fault = true;
            return this;
        }

        /**
         * Adds a step on the CPU of the acting process.
         *
         * @param label the kernel function
         * @param cost its price
         * @param body its code
         * @return this
         */
        public Builder<O> cpu(String label, Cost cost, Body<O> body) {
            return add(Lane.CPU, label, cost, body);
        }

        /**
         * Adds a step on the CPU of the acting process that takes a mutex, for which it waits uninterruptibly.
         *
         * @param label the kernel function
         * @param lock which
         * @return this
         */
        public Builder<O> mutexLock(String label, Function<? super O, SimLock> lock) {
            return cpu(label, Cost.INCLUDED, (o, a) -> Operation.mutexLock(a, lock.apply(o)))
                    .waits();
        }

        /**
         * Adds a step on the CPU of the acting process that gives a mutex back.
         *
         * @param label the kernel function
         * @param lock which
         * @return this
         */
        public Builder<O> mutexUnlock(String label, Function<? super O, SimLock> lock) {
            return cpu(label, Cost.INCLUDED, (o, a) -> {
                lock.apply(o).unlock(a);
                return Flow.NEXT;
            });
        }

        /**
         * Adds a step of a kernel worker.
         *
         * @param label the kernel function
         * @param cost its price
         * @param body its code
         * @return this
         */
        public Builder<O> kernel(String label, Cost cost, Body<O> body) {
            return add(Lane.KERNEL, label, cost, body);
        }

        /**
         * Adds a step of the IOMMU.
         *
         * @param label the command or event
         * @param cost its price
         * @param body its code
         * @return this
         */
        public Builder<O> iommu(String label, Cost cost, Body<O> body) {
            return add(Lane.IOMMU, label, cost, body);
        }

        /**
         * Adds a step of the device.
         *
         * @param label what the device does
         * @param cost its price
         * @param body its code
         * @return this
         */
        public Builder<O> device(String label, Cost cost, Body<O> body) {
            return add(Lane.DEVICE, label, cost, body);
        }

        /**
         * Adds a step that calls another operation and fails with what that answers unless it is OK. What cannot be called passes.
         *
         * @param label the kernel function or system call
         * @param cost the price of the call itself
         * @param callee what to call, or null if it is not needed
         * @return this
         */
        public Builder<O> calls(String label, Cost cost, Function<O, @Nullable Operation<?>> callee) {
            return cpu(label, cost, (o, a) -> {
                        Operation<?> called = callee.apply(o);
                        if (called == null) {
                            return Flow.PASS;
                        }
                        a.call(called);
                        return Flow.NEXT;
                    })
                    .returned((o, a) -> a.returned().ok() ? Flow.NEXT : o.fail(a.returned()));
        }

        /**
         * What the last step does when the operation that it called has ended: it runs with that operation's last step, and its answer is where this
         * one goes on, in place of the step's own. It may call again.
         *
         * @param body its code; it never waits
         * @return this
         */
        public Builder<O> returned(Body<O> body) {
            last().returned = body;
            return this;
        }

        /**
         * What takes the last step back if a later one fails. A step may have several, in the order in which they run.
         *
         * @param label the kernel function
         * @param cost its price
         * @param body its code
         * @return this; what is said next of a step, as {@link #returned}, is said of the undo
         */
        public Builder<O> undo(String label, Cost cost, Body<O> body) {
            Step<O> undo = new Step<>(Lane.CPU, label, cost, body);
            steps.get(steps.size() - 1).undos.add(undo);
            last = undo;
            return this;
        }

        /**
         * The last step may wait, and a SIGKILL with it.
         *
         * @return this
         */
        public Builder<O> waits() {
            last().waiting = Waiting.UNINTERRUPTIBLE;
            return this;
        }

        /**
         * The last step may wait, and fails with EINTR when a SIGKILL comes.
         *
         * @return this
         */
        public Builder<O> waitsKillable() {
            last().waiting = Waiting.KILLABLE;
            return this;
        }

        /**
         * The steps run in user space and call the kernel, as those of a library: a SIGKILL that comes during a call ends them when it returns,
         * and nothing of what they would have taken back is; the exit of the process does that.
         *
         * @return this
         */
        public Builder<O> userSpace() {
            userSpace = true;
            return this;
        }

        /**
         * What the operation holds when it ends well is its caller's to give back.
         *
         * @return this
         */
        public Builder<O> keepsLocks() {
            keepsLocks = true;
            return this;
        }

        private Builder<O> add(Lane lane, String label, Cost cost, Body<O> body) {
            last = new Step<>(lane, label, cost, body);
            steps.add(last);
            return this;
        }

        private Step<O> last() {
            if (last == null) {
                throw new IllegalStateException(name + " has no steps");
            }
            return last;
        }

        /**
         * Ends the program.
         *
         * @return it
         */
        public Program<O> build() {
            last();
            return new Program<>(this);
        }
    }
}
