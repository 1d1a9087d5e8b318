package io.github.accelbed.explorer;

import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.CellsInParallel;
import io.github.accelbed.scenario.run.ScenarioRunner;
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
    private final Watcher watcher;

    /**
     * An explorer that nobody watches.
     *
     * @param settings what to explore, and how much of it
     */
    public Explorer(ExploreSettings settings) {
        this(settings, Watcher.NONE);
    }

    /**
     * An explorer.
     *
     * @param settings what to explore, and how much of it
     * @param watcher hears how far it is
     */
    public Explorer(ExploreSettings settings, Watcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    /**
     * Explores all cells.
     *
     * @param scenarios what to explore
     * @param progress told after each scenario how many are done
     * @return the results
     */
    public RunResult explore(List<Scenario> scenarios, IntConsumer progress) {
        return CellsInParallel.run(settings.run(), scenarios, progress, this::explore);
    }

    /**
     * Explores the scenarios that {@link Scenario#hasOrders have orders} and runs the others straight.
     *
     * @param scenarios what to explore or run
     * @param progress told after each scenario how many are done
     * @return the results
     */
    public RunResult exploreOrRun(List<Scenario> scenarios, IntConsumer progress) {
        return CellsInParallel.run(settings.run(), scenarios, progress, this::exploreOrRun);
    }

    /**
     * Explores a cell if its scenario {@link Scenario#hasOrders has orders}, else runs it straight.
     *
     * @param scenario what happens
     * @param backend on which row
     * @param kernel on which kernel
     * @return the result
     */
    public CellResult exploreOrRun(Scenario scenario, String backend, KernelVersion kernel) {
        return scenario.hasOrders()
                ? explore(scenario, backend, kernel)
                : new ScenarioRunner(settings.run()).cell(scenario, backend, kernel);
    }

    /**
     * Explores a cell.
     *
     * @param scenario what happens
     * @param backend on which row
     * @param kernel on which kernel
     * @return the result
     */
    public CellResult explore(Scenario scenario, String backend, KernelVersion kernel) {
        boolean loads = settings.sampling() == null && settings.reduction() == Reduction.ORDERS;
        Queue<WovenLoader> idle = loads ? IDLE_WITH_LOADS : IDLE;
        WovenLoader loader = idle.poll();
        WovenLoader mine = loader == null ? new WovenLoader(loads) : loader;
        CellResult cell = new CellExplorer(scenario, backend, kernel, settings, watcher).explore(mine);
        // Not after an exception: the world that broke is still in it.
        idle.add(mine);
        return cell;
    }
}
