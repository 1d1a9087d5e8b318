package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import java.util.List;
import java.util.Set;
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
                settings, scenarios, progress, (scenario, backend, kernel) -> cell(scenario, backend, kernel));
    }

    /**
     * The mechanisms that make a difference to a cell: without any other it goes as it does.
     *
     * @param scenario what happens
     * @param backend on which row
     * @param kernel on which kernel
     * @return names of mechanisms
     */
    public Set<String> mechanisms(Scenario scenario, String backend, KernelVersion kernel) {
        return World.mechanisms(scenario, backend, kernel, settings.costs());
    }

    /**
     * Runs one cell.
     *
     * @param scenario what happens
     * @param backend on which row
     * @param kernel on which kernel
     * @return what came out
     * @throws IntegrityException if the model's books disagree
     */
    public CellResult cell(Scenario scenario, String backend, KernelVersion kernel) {
        return new CellRunner(scenario, backend, kernel, settings).run();
    }
}
