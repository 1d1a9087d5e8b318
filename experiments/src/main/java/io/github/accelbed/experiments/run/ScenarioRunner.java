package io.github.accelbed.experiments.run;

import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
        try {
            List<List<Future<CellResult>>> pending = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                List<Future<CellResult>> cells = new ArrayList<>();
                for (String backend : backends(scenario)) {
                    for (KernelVersion kernel : kernels(scenario)) {
                        cells.add(pool.submit(() -> new CellRunner(scenario, backend, kernel, settings).run()));
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

    private List<String> backends(Scenario scenario) {
        return scenario.isMmOnly() || settings.backends().isEmpty() ? scenario.cellBackends() : settings.backends();
    }

    private List<KernelVersion> kernels(Scenario scenario) {
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
