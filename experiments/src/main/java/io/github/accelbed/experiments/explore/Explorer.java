package io.github.accelbed.experiments.explore;

import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.reports.result.RunResult;
import java.util.List;
import java.util.function.IntConsumer;

/** Explores scenarios: every interleaving of their concurrent branches, results in the order of the input. */
public final class Explorer {
    private final ExploreSettings settings;

    /**
     * An explorer.
     *
     * @param settings what to explore, and how much of it
     */
    public Explorer(ExploreSettings settings) {
        this.settings = settings;
    }

    /**
     * Explores all cells.
     *
     * @param scenarios what to explore
     * @param progress told after each scenario how many are done
     * @return the results
     */
    public RunResult explore(List<Scenario> scenarios, IntConsumer progress) {
        if (!scenarios.isEmpty()) {
            throw new UnsupportedOperationException("no explorer yet for " + settings);
        }
        progress.accept(0);
        return new RunResult(List.of());
    }
}
