package io.github.accelbed.drivers.exhaustion;

import static io.github.accelbed.drivers.exhaustion.Costs.MEDIAN;
import static io.github.accelbed.drivers.exhaustion.Costs.MOST;
import static io.github.accelbed.drivers.exhaustion.Costs.NEARLY_ALL;
import static io.github.accelbed.drivers.exhaustion.Costs.first;
import static io.github.accelbed.drivers.exhaustion.Costs.mean;
import static io.github.accelbed.drivers.exhaustion.Costs.percentile;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tables of the exhaustion of queues. */
final class ExhaustionTables {
    static final String SUMMARY = "summary";
    static final String SET_UP = "set-up";
    static final String MANAGERS = "managers";
    static final String OVER_TIME = "over-time";
    static final String LINES = "lines";
    static final double NS_PER_MS = 1e6;
    static final double NS_PER_S = 1e9;

    private final Load load;
    private final List<Outcome> outcomes;

    ExhaustionTables(Load load, List<Outcome> outcomes) {
        this.load = load;
        this.outcomes = outcomes;
    }

    static double waitMs(Outcome outcome, double percent) {
        return percentile(outcome, SetUp::waitedNs, percent) / NS_PER_MS;
    }

    List<DataTable> tables(DataTable lines, List<LeftOut> leftOut) {
        return List.of(summary(), setUp(), managers(), lines, LeftOut.table(leftOut), overTime());
    }

    private DataTable summary() {
        List<List<Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Sample last = outcome.last();
            rows.add(List.of(
                    outcome.contender().name(),
                    outcome.contender().version().toString(),
                    last.arrived(),
                    last.served(),
                    last.refused(),
                    outcome.refusedTries(),
                    ExhaustionReport.errors(outcome),
                    outcome.vainPerSuccess(),
                    outcome.calmNs() < 0 ? "" : (Object) ((outcome.calmNs() - outcome.peakEndNs()) / NS_PER_MS),
                    waitMs(outcome, MEDIAN),
                    waitMs(outcome, MOST),
                    waitMs(outcome, NEARLY_ALL),
                    load.queues() - last.freeHardware(),
                    outcome.leaked(),
                    last.mdevs()));
        }
        return new DataTable(
                SUMMARY,
                List.of(
                        Column.of("row"),
                        Column.of("kernel"),
                        Column.of("arrived", "clients"),
                        Column.of("served", "clients"),
                        Column.of("refused for good", "clients"),
                        Column.of("refused tries"),
                        Column.of("what a refused try gets"),
                        Column.of("tries in vain per served client, probes included"),
                        Column.of("from the peak's end until nobody waits", "ms"),
                        Column.of("wait of the served, median", "ms"),
                        Column.of("wait of the served, 90th percentile", "ms"),
                        Column.of("wait of the served, 99th percentile", "ms"),
                        Column.of("hardware queues held at the end", "queues"),
                        Column.of("instances or queues without a client at the end"),
                        Column.of("mdevs at the end")),
                rows);
    }

    private DataTable setUp() {
        List<List<Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            rows.add(row(outcome, "system calls, open to first DMA", SetUp::syscalls));
            rows.add(row(outcome, "system calls, refused opens included", SetUp::allSyscalls));
            rows.add(row(outcome, "tries", SetUp::tries));
            rows.add(row(outcome, "root's steps", SetUp::adminSteps));
            rows.add(row(outcome, "ns, open to first DMA", SetUp::firstDmaNs));
        }
        return new DataTable(
                SET_UP,
                List.of(
                        Column.of("row"),
                        Column.of("what a served client costs"),
                        Column.of("first client"),
                        Column.of("mean"),
                        Column.of("median"),
                        Column.of("99th percentile")),
                rows);
    }

    private static List<Object> row(Outcome outcome, String what, ToDoubleFunction<SetUp> value) {
        return List.of(
                outcome.contender().name(),
                what,
                first(outcome, value),
                mean(outcome, value),
                percentile(outcome, value, MEDIAN),
                percentile(outcome, value, NEARLY_ALL));
    }

    private DataTable managers() {
        return new DataTable(
                MANAGERS,
                List.of(
                        Column.of("row"),
                        Column.of("crashes"),
                        Column.of("mdevs orphaned by them"),
                        Column.of("requests to a dead manager"),
                        Column.of("busy mdevs that a new manager cannot attribute"),
                        Column.of("probes by managers"),
                        Column.of("mdevs that managers removed")),
                outcomes.stream()
                        .filter(outcome -> outcome.contender().care() != Care.NONE)
                        .map(outcome -> {
                            ManagerCount count = outcome.manager();
                            return List.<Object>of(
                                    outcome.contender().name(),
                                    count.crashes(),
                                    count.orphaned(),
                                    count.turnedAway(),
                                    count.unattributed(),
                                    count.probes(),
                                    count.removed());
                        })
                        .toList());
    }

    private DataTable overTime() {
        List<List<Object>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            for (Sample s : outcome.samples()) {
                rows.add(List.of(
                        outcome.contender().name(),
                        s.ns() / NS_PER_S,
                        s.arrived(),
                        s.served(),
                        s.holding(),
                        s.waiting(),
                        s.refused(),
                        s.children(),
                        s.freeHardware(),
                        s.freeForClient(),
                        s.mdevs()));
            }
        }
        return new DataTable(
                OVER_TIME,
                List.of(
                        Column.of("row"),
                        Column.of("time", "s"),
                        Column.of("arrived", "clients"),
                        Column.of("served", "clients"),
                        Column.of("holding a queue", "clients"),
                        Column.of("waiting", "clients"),
                        Column.of("refused for good", "clients"),
                        Column.of("children that outlive their parents", "processes"),
                        Column.of("free hardware queues", "queues"),
                        Column.of("queues a client could get", "queues"),
                        Column.of("mdevs")),
                rows);
    }
}
