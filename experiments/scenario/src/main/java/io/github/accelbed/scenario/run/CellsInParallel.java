package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Does something with every cell of scenarios, several at a time, with results in the order of the input. */
public final class CellsInParallel {

    /** What is done with a cell. */
    @FunctionalInterface
    public interface Cell {
        /**
         * Runs it.
         *
         * @param scenario what happens
         * @param backend on which row
         * @param kernel on which kernel
         * @return what came out
         */
        CellResult run(Scenario scenario, String backend, KernelVersion kernel);
    }

    private CellsInParallel() {}

    /**
     * Does it with all cells.
     *
     * @param settings backends, kernels and threads
     * @param scenarios whose cells
     * @param progress told after each scenario how many are done
     * @param what what is done with a cell
     * @return the results
     * @throws IntegrityException if the model's books disagree
     */
    public static RunResult run(RunSettings settings, List<Scenario> scenarios, IntConsumer progress, Cell what) {
        ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
        try {
            List<List<Future<CellResult>>> pending = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                List<Future<CellResult>> cells = new ArrayList<>();
                for (String backend : backends(settings, scenario)) {
                    for (KernelVersion kernel : kernels(settings, scenario)) {
                        cells.add(pool.submit(() -> what.run(scenario, backend, kernel)));
                    }
                }
                pending.add(cells);
            }
            List<ScenarioResult> results = new ArrayList<>();
            for (int i = 0; i < scenarios.size(); i++) {
                results.add(result(scenarios.get(i), pending.get(i)));
                progress.accept(i + 1);
            }
            return new RunResult(results);
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<String> backends(RunSettings settings, Scenario scenario) {
        return scenario.isMmOnly() || settings.backends().isEmpty() ? scenario.cellBackends() : settings.backends();
    }

    private static List<KernelVersion> kernels(RunSettings settings, Scenario scenario) {
        return settings.kernels().isEmpty() ? scenario.kernels() : settings.kernels();
    }

    private static ScenarioResult result(Scenario scenario, List<Future<CellResult>> pending) {
        List<CellResult> cells = new ArrayList<>();
        for (Future<CellResult> cell : pending) {
            cells.add(InParallel.await(cell));
        }
        return new ScenarioResult(
                scenario.name(),
                scenario.title(),
                scenario.file(),
                scenario.text(),
                scenario.claims(),
                scenario.isMmOnly(),
                cells);
    }
}
