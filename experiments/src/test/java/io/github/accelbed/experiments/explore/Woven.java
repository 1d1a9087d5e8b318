package io.github.accelbed.experiments.explore;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.backend.Mechanisms;
import io.github.accelbed.experiments.claims.Ledger;
import io.github.accelbed.experiments.explore.search.Explorable;
import io.github.accelbed.experiments.explore.undo.Trail;
import io.github.accelbed.experiments.explore.undo.WovenLoader;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
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
            new ScenarioParser(Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names()));

    /** A cell in a loader of its own. */
    public static Woven begun(Scenario scenario, String backend, String kernel) {
        return begun(new WovenLoader(false), scenario, backend, kernel);
    }

    /** A cell in a loader whose earlier worlds are done with. */
    public static Woven begun(WovenLoader loader, Scenario scenario, String backend, String kernel) {
        WovenRun run = WovenRun.begun(loader, scenario, backend, KernelVersion.parse(kernel), CostTable.defaults());
        return new Woven(run.world(), loader.trail(), run.counters());
    }

    /** Reads a scenario of which only kernels, backends, steps and expectations matter. */
    public static Scenario scenario(String rest) {
        return PARSER.parse("test.scn", "scenario test\ntitle \"Is it so?\"\n" + rest);
    }
}
