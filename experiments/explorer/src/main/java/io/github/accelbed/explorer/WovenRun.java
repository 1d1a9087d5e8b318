package io.github.accelbed.explorer;

import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.lockorder.LockGraph;
import io.github.accelbed.scenario.run.Explorable;
import io.github.accelbed.scenario.run.SteppedRun;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/**
 * A {@link SteppedRun} in the classes of a {@link WovenLoader}, which this side can only reach by what both have in common.
 *
 * @param world the run, with the statements before the first {@code par} taken
 * @param locks what was taken under what, in all orders so far
 * @param counters words of the counters that make two outcomes differ
 */
record WovenRun(Explorable world, LockGraph locks, Set<String> counters) {

    /** Loads and begins a run. */
    @SuppressWarnings("unchecked")
    static WovenRun begun(
            WovenLoader loader, Scenario scenario, String backend, KernelVersion kernel, CostTable costs) {
        try {
            Class<?> type = loader.loadClass(SteppedRun.class.getName());
            Object run = type.getConstructor(Scenario.class, String.class, KernelVersion.class, CostTable.class)
                    .newInstance(scenario, backend, kernel, costs);
            type.getMethod("begin").invoke(run);
            return new WovenRun(
                    (Explorable) run, (LockGraph) type.getMethod("locks").invoke(run), (Set<String>)
                            type.getMethod("counterWords").invoke(run));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
