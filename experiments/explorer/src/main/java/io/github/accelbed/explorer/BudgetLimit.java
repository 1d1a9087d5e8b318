package io.github.accelbed.explorer;

import io.github.accelbed.explorer.search.Search;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stops a search when its budget is used up, the heap is full, or its watcher says so. The clock is looked at here, outside the model. */
final class BudgetLimit implements Search.Limit {
    private static final long TOLD_EVERY_NS = TimeUnit.SECONDS.toNanos(5);

    private final long schedules;
    private final long mostNs;
    private final Watcher watcher;
    private final String cell;
    private final long startNs = System.nanoTime();
    private final HeapLimit heap = new HeapLimit();
    private long toldNs;
    private boolean heapIsFull;

    BudgetLimit(Budget budget, Watcher watcher, String cell) {
        schedules = budget.schedules() == null ? Long.MAX_VALUE : budget.schedules();
        mostNs = budget.time() == null ? Long.MAX_VALUE : nanos(budget.time());
        this.watcher = watcher;
        this.cell = cell;
    }

    /** A time of more than 292 years is as good as none. */
    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : time.toNanos();
    }

    @Override
    public boolean reached(long done, long states, long left) {
        long nowNs = System.nanoTime() - startNs;
        heapIsFull |= heap.isFull(states);
        boolean ends = done >= schedules || nowNs > mostNs || heapIsFull || watcher.ends();
        if (ends || nowNs - toldNs > TOLD_EVERY_NS) {
            toldNs = nowNs;
            watcher.soFar(cell, done, states, left, ends);
        }
        return ends;
    }

    /** Whether it stopped the search because the heap was full. */
    boolean heapIsFull() {
        return heapIsFull;
    }
}
