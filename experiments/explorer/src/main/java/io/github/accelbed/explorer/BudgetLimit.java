package io.github.accelbed.explorer;

import io.github.accelbed.explorer.search.Search;
import java.time.Duration;

/** Stops a search when its budget is used up. The clock is looked at here, outside the model. */
final class BudgetLimit implements Search.Limit {
    private final long schedules;
    private final long untilNs;
    private final boolean timed;

    BudgetLimit(Budget budget) {
        schedules = budget.schedules() == null ? Long.MAX_VALUE : budget.schedules();
        Duration time = budget.time();
        timed = time != null;
        untilNs = System.nanoTime() + (time == null ? 0 : time.toNanos());
    }

    @Override
    public boolean reached(long done) {
        return done >= schedules || (timed && System.nanoTime() - untilNs > 0);
    }
}
