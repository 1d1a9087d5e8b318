package io.github.accelbed.drivers.exhaustion;

import static io.github.accelbed.drivers.exhaustion.Costs.MEDIAN;
import static io.github.accelbed.drivers.exhaustion.Costs.MOST;
import static io.github.accelbed.drivers.exhaustion.Costs.NEARLY_ALL;
import static io.github.accelbed.drivers.exhaustion.Costs.first;
import static io.github.accelbed.drivers.exhaustion.Costs.mean;
import static io.github.accelbed.drivers.exhaustion.Costs.percentile;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.TableOf;
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
        return new TableOf<Outcome>(SUMMARY, outcomes)
                .column("row", o -> o.contender().name())
                .column("kernel", o -> o.contender().version().toString())
                .column("arrived", "clients", o -> o.last().arrived())
                .column("served", "clients", o -> o.last().served())
                .column("refused for good", "clients", o -> o.last().refused())
                .column("refused tries", Outcome::refusedTries)
                .column("what a refused try gets", o -> ExhaustionReport.errors(o))
                .column("tries in vain per served client, probes included", Outcome::vainPerSuccess)
                .column(
                        "from the peak's end until nobody waits",
                        "ms",
                        o -> o.calmNs() < 0 ? "" : ((o.calmNs() - o.peakEndNs()) / NS_PER_MS))
                .column("wait of the served, median", "ms", o -> waitMs(o, MEDIAN))
                .column("wait of the served, 90th percentile", "ms", o -> waitMs(o, MOST))
                .column("wait of the served, 99th percentile", "ms", o -> waitMs(o, NEARLY_ALL))
                .column(
                        "hardware queues held at the end",
                        "queues",
                        o -> load.queues() - o.last().freeHardware())
                .column("instances or queues without a client at the end", Outcome::leaked)
                .column("mdevs at the end", o -> o.last().mdevs())
                .table();
    }

    private record Cost(Outcome outcome, String what, ToDoubleFunction<SetUp> value) {}

    private DataTable setUp() {
        List<Cost> costs = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            costs.add(new Cost(outcome, "system calls, open to first DMA", SetUp::syscalls));
            costs.add(new Cost(outcome, "system calls, refused opens included", SetUp::allSyscalls));
            costs.add(new Cost(outcome, "tries", SetUp::tries));
            costs.add(new Cost(outcome, "root's steps", SetUp::adminSteps));
            costs.add(new Cost(outcome, "ns, open to first DMA", SetUp::firstDmaNs));
        }
        return new TableOf<Cost>(SET_UP, costs)
                .column("row", c -> c.outcome().contender().name())
                .column("what a served client costs", Cost::what)
                .column("first client", c -> first(c.outcome(), c.value()))
                .column("mean", c -> mean(c.outcome(), c.value()))
                .column("median", c -> percentile(c.outcome(), c.value(), MEDIAN))
                .column("99th percentile", c -> percentile(c.outcome(), c.value(), NEARLY_ALL))
                .table();
    }

    private DataTable managers() {
        return new TableOf<Outcome>(
                        MANAGERS,
                        outcomes.stream()
                                .filter(outcome -> outcome.contender().care() != Care.NONE)
                                .toList())
                .column("row", o -> o.contender().name())
                .column("crashes", o -> o.manager().crashes())
                .column("mdevs orphaned by them", o -> o.manager().orphaned())
                .column("requests to a dead manager", o -> o.manager().turnedAway())
                .column(
                        "busy mdevs that a new manager cannot attribute",
                        o -> o.manager().unattributed())
                .column("probes by managers", o -> o.manager().probes())
                .column("mdevs that managers removed", o -> o.manager().removed())
                .table();
    }

    private record At(Outcome outcome, Sample sample) {}

    private DataTable overTime() {
        List<At> samples = outcomes.stream()
                .flatMap(outcome -> outcome.samples().stream().map(sample -> new At(outcome, sample)))
                .toList();
        return new TableOf<>(OVER_TIME, samples)
                .column("row", t -> t.outcome().contender().name())
                .column("time", "s", t -> t.sample().ns() / NS_PER_S)
                .column("arrived", "clients", t -> t.sample().arrived())
                .column("served", "clients", t -> t.sample().served())
                .column("holding a queue", "clients", t -> t.sample().holding())
                .column("waiting", "clients", t -> t.sample().waiting())
                .column("refused for good", "clients", t -> t.sample().refused())
                .column(
                        "children that outlive their parents",
                        "processes",
                        t -> t.sample().children())
                .column("free hardware queues", "queues", t -> t.sample().freeHardware())
                .column("queues a client could get", "queues", t -> t.sample().freeForClient())
                .column("mdevs", t -> t.sample().mdevs())
                .table();
    }
}
