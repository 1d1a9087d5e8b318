package io.github.accelbed.explorer;

import java.util.function.DoubleSupplier;

/**
 * Tells when what is kept of explorations has filled the heap, before the JVM breaks off. Looked at seldom, since what is garbage only a
 * collection tells; what is explored at the same time in other threads counts, too.
 */
final class HeapLimit {
    /** The rest is for what a step makes, and for judging what was found. */
    private static final double FULL = 0.85;

    /** A cell of fewer states is not what fills a heap. */
    private static final long STATES_BETWEEN_LOOKS = 2048;

    /** A collection costs as much as there is in the heap, so the next one waits for so much more. */
    private static final int GROWTH_BETWEEN_COLLECTIONS = 32;

    private final DoubleSupplier used;
    private final Runnable collect;
    private long nextLook = STATES_BETWEEN_LOOKS;
    private long nextCollection;

    HeapLimit() {
        this(HeapLimit::used, System::gc);
    }

    HeapLimit(DoubleSupplier used, Runnable collect) {
        this.used = used;
        this.collect = collect;
    }

    private static double used() {
        Runtime jvm = Runtime.getRuntime();
        return (double) (jvm.totalMemory() - jvm.freeMemory()) / jvm.maxMemory();
    }

    /** How a cell says that it was given up for want of memory. */
    static String reason() {
        return "the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB is full of visited states: a larger one holds more (ACCELBED_JAVA_OPTS=-Xmx8g),"
                + " --random keeps none, --budget ends sooner";
    }

    /** Whether it is full of what is still in use. */
    boolean isFull(long states) {
        if (states < nextLook) {
            return false;
        }
        nextLook = states + STATES_BETWEEN_LOOKS;
        if (states < nextCollection || used.getAsDouble() < FULL) {
            return false;
        }
        nextCollection = states + states / GROWTH_BETWEEN_COLLECTIONS;
        collect.run();
        return used.getAsDouble() >= FULL;
    }
}
