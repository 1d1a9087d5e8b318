package io.github.accelbed.experiments.run;

import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.reports.result.RunResult;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs scenarios: every cell in a kernel of its own, several at a time, results in the order of the input. */
public final class ScenarioRunner {
    private final RunSettings settings;

    /**
     * A runner.
     *
     * @param settings backends, kernels, prices and threads
     */
    public ScenarioRunner(RunSettings settings) {
        this.settings = settings;
    }

    /**
     * Runs all cells.
     *
     * @param scenarios what to run
     * @param progress told after each scenario how many are done
     * @return the results
     * @throws IntegrityException if the model's books disagree
     */
    public RunResult run(List<Scenario> scenarios, IntConsumer progress) {
        return CellsInParallel.run(
                settings,
                scenarios,
                progress,
                (scenario, backend, kernel) -> new CellRunner(scenario, backend, kernel, settings).run());
    }
}
