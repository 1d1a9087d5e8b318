package io.github.accelbed.model.step;

import io.github.accelbed.model.cost.Cost;
import java.util.ArrayList;
import java.util.List;

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

    @SuppressWarnings("unchecked")
    private Program(Builder<O> builder) {
        name = builder.name;
        fault = builder.fault;
        labels = builder.labels.toArray(new String[0]);
        lanes = builder.lanes.toArray(new Lane[0]);
        costs = builder.costs.toArray(new Cost[0]);
        bodies = (Body<O>[]) builder.bodies.toArray(new Body<?>[0]);
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
     * How many steps it has.
     *
     * @return at least 1
     */
    public int length() {
        return bodies.length;
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

    /**
     * Collects steps.
     *
     * @param <O> the operation
     */
    public static final class Builder<O extends Operation<O>> {
        private final String name;
        private final List<String> labels = new ArrayList<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final List<Cost> costs = new ArrayList<>();
        private final List<Body<O>> bodies = new ArrayList<>();

        private boolean fault;

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

        private Builder<O> add(Lane lane, String label, Cost cost, Body<O> body) {
            labels.add(label);
            lanes.add(lane);
            costs.add(cost);
            bodies.add(body);
            return this;
        }

        /**
         * Ends the program.
         *
         * @return it
         */
        public Program<O> build() {
            if (bodies.isEmpty()) {
                throw new IllegalStateException(name + " has no steps");
            }
            return new Program<>(this);
        }
    }
}
