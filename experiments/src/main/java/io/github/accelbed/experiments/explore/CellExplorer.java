package io.github.accelbed.experiments.explore;

import io.github.accelbed.experiments.explore.search.Search;
import io.github.accelbed.experiments.explore.search.StateGraph;
import io.github.accelbed.experiments.explore.undo.WovenLoader;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.run.SteppedRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.TimeLine;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explores one cell. */
final class CellExplorer {
    private final Scenario scenario;
    private final String backend;
    private final KernelVersion kernel;
    private final ExploreSettings settings;

    CellExplorer(Scenario scenario, String backend, KernelVersion kernel, ExploreSettings settings) {
        this.scenario = scenario;
        this.backend = backend;
        this.kernel = kernel;
        this.settings = settings;
    }

    CellResult explore(WovenLoader loader) {
        Optional<String> skip = plain().reasonToSkip();
        if (skip.isPresent()) {
            return new CellResult(
                    backend, kernel.toString(), CellStatus.SKIP, skip.get(), List.of(), Map.of(), List.of(), null);
        }
        long t0 = System.nanoTime();
        WovenRun run = WovenRun.begun(loader, scenario, backend, kernel, settings.run().costs());
        long t1 = System.nanoTime();
        Search search = new Search(run.world(), loader.trail(), run.counters(), new BudgetLimit(settings.budget()));
        long t2 = System.nanoTime();
        StateGraph graph = search.run();
        long t3 = System.nanoTime();
        System.err.println("world " + (t1 - t0) / 1000 + " form " + (t2 - t1) / 1000 + " search " + (t3 - t2) / 1000);
        BigInteger[] schedules = graph.schedules();
        for (int i = 0; i < schedules.length; i++) {
            System.err.println(schedules[i] + " " + graph.outcomes().get(i) + " " + java.util.Arrays.toString(graph.witness(i, run.world().actors() + 1)));
        }
        System.err.println(graph.states() + " states " + graph.transitions() + " transitions, cut " + search.cut());
        throw new UnsupportedOperationException();
    }

    private SteppedRun plain() {
        return new SteppedRun(scenario, backend, kernel, settings.run().costs());
    }

    private TimeLine draw(int[] way) {
        SteppedRun run = plain();
        run.begin();
        return run.draw(way);
    }
}
