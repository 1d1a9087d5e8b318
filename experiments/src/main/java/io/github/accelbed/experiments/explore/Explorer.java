package io.github.accelbed.experiments.explore;

import io.github.accelbed.experiments.explore.undo.WovenLoader;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.run.CellsInParallel;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.RunResult;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;

/** Explores scenarios: every interleaving of their concurrent branches, results in the order of the input. */
public final class Explorer {
    /** Loaders whose classes are loaded and compiled already; they hold no world that is explored. */
    private static final Queue<WovenLoader> IDLE = new ConcurrentLinkedQueue<>();

    private static final Queue<WovenLoader> IDLE_WITH_LOADS = new ConcurrentLinkedQueue<>();

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
        return CellsInParallel.run(settings.run(), scenarios, progress, (scenario, backend, kernel) -> {
            boolean loads = settings.sampling() == null && settings.reduction() == Reduction.ORDERS;
            Queue<WovenLoader> idle = loads ? IDLE_WITH_LOADS : IDLE;
            WovenLoader loader = idle.poll();
            WovenLoader mine = loader == null ? new WovenLoader(loads) : loader;
            CellResult cell = new CellExplorer(scenario, backend, kernel, settings).explore(mine);
            // Not after an exception: the world that broke is still in it.
            idle.add(mine);
            return cell;
        });
    }
}
