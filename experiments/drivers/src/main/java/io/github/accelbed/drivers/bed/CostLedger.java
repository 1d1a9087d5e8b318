package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.StepListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What simulated time was spent on, price by price, so that a figure can say which unverified ones it rests on. */
public final class CostLedger implements StepListener {
    private static final double WORTH_SAYING = 0.01;

    private final CostTable costs;
    private final Map<Cost, Long> spentPs = new EnumMap<>(Cost.class);

    /**
     * An empty ledger.
     *
     * @param costs the prices
     */
    public CostLedger(CostTable costs) {
        this.costs = costs;
    }

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        if (durationPs > 0) {
            spentPs.merge(program.cost(pc), durationPs, Long::sum);
        }
    }

    /**
     * The prices that were not verified and make more than 1% of the time.
     *
     * @return in the order of {@link Cost}
     */
    List<Cost> unverified() {
        long total = spentPs.values().stream().mapToLong(Long::longValue).sum();
        List<Cost> found = new ArrayList<>();
        spentPs.forEach((cost, ps) -> {
            if (!costs.entry(cost).verified() && ps > WORTH_SAYING * total) {
                found.add(cost);
            }
        });
        return found;
    }

    /**
     * A chart's note on ledgers of which each is a part of what it shows; a price counts if it matters in one of them.
     *
     * @param ledgers the parts
     * @return a clause, or null if all figures that matter were verified
     */
    public static @Nullable String note(Iterable<CostLedger> ledgers) {
        Map<Cost, Boolean> all = new EnumMap<>(Cost.class);
        for (CostLedger ledger : ledgers) {
            ledger.unverified().forEach(cost -> all.put(cost, true));
        }
        if (all.isEmpty()) {
            return null;
        }
        List<String> names = all.keySet().stream().map(Cost::key).toList();
        return (names.size() == 1 ? "rests on an unverified cost: " : "rests on unverified costs: ")
                + String.join(", ", names);
    }
}
