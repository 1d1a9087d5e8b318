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
        for (Scenario scenario : scenarios) {
            for (String backend : scenario.cellBackends()) {
                for (io.github.accelbed.model.KernelVersion kernel : scenario.kernels()) {
                    io.github.accelbed.experiments.explore.undo.WovenLoader loader = new io.github.accelbed.experiments.explore.undo.WovenLoader(false);
                    for (int i = 0; i < Integer.getInteger("n", 1); i++) {
                        long t = System.nanoTime();
                        try {
                            new CellExplorer(scenario, backend, kernel, settings)
                                    .explore(loader);
                        } catch (UnsupportedOperationException e) {
                            System.err.println((System.nanoTime() - t) / 1e6 + " ms");
                        }
                    }
                }
            }
        }
        progress.accept(0);
        return new RunResult(List.of());
    }
}
