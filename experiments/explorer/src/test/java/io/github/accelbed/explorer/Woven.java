package io.github.accelbed.explorer;

import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.Explorable;
import java.util.List;
import java.util.Set;

/**
 * A cell whose stores are noted, as the explorer begins it.
 *
 * @param world the cell before the first step of its first {@code par}
 * @param trail its stores
 * @param counters words of the counters that make two outcomes differ
 */
public record Woven(Explorable world, Trail trail, Set<String> counters) {
    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));

    /** A cell in a loader of its own. */
    public static Woven begun(Scenario scenario, String backend, String kernel) {
        return begun(new WovenLoader(false), scenario, backend, kernel);
    }

    /** A cell in a loader whose earlier worlds are done with. */
    public static Woven begun(WovenLoader loader, Scenario scenario, String backend, String kernel) {
        WovenRun run = WovenRun.begun(loader, scenario, backend, KernelVersion.parse(kernel), CostTable.defaults());
        return new Woven(run.world(), loader.trail(), run.counters());
    }

    /**
     * Takes a step of the first actor from one on that can take any, and notes the loads of that one alone.
     *
     * @return the actor; -1 if none can, the number of actors if giving up helps
     */
    public int step(int first) {
        int mark = trail.mark();
        for (int i = 0; i < world.actors(); i++) {
            int actor = (first + i) % world.actors();
            trail.forgetLoads();
            if (world.step(actor)) {
                return actor;
            }
            trail.undoTo(mark);
        }
        return world.giveUp() ? world.actors() : -1;
    }

    /** Reads a scenario of which only kernels, backends, steps and expectations matter. */
    public static Scenario scenario(String rest) {
        return PARSER.parse("test.scn", "scenario test\ntitle \"Is it so?\"\n" + rest);
    }
}
