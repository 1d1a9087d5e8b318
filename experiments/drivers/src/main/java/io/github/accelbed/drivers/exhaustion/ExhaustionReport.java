package io.github.accelbed.drivers.exhaustion;

import static io.github.accelbed.drivers.exhaustion.Costs.MEDIAN;
import static io.github.accelbed.drivers.exhaustion.Costs.NEARLY_ALL;
import static io.github.accelbed.drivers.exhaustion.Costs.first;
import static io.github.accelbed.drivers.exhaustion.Costs.mean;
import static io.github.accelbed.drivers.exhaustion.Costs.percentile;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings of the exhaustion of queues. */
final class ExhaustionReport {
    private final Load load;
    private final List<Outcome> outcomes;
    private final List<LeftOut> leftOut;
    private final Alike alike;

    ExhaustionReport(Load load, List<Outcome> outcomes, List<LeftOut> leftOut) {
        this.load = load;
        this.outcomes = outcomes;
        this.leftOut = leftOut;
        alike = new Alike(outcomes);
    }

    static String errors(Outcome outcome) {
        return outcome.refusals().isEmpty()
                ? "no refusal"
                : Words.list(List.copyOf(outcome.refusals().keySet()));
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (!alike.kinds().isEmpty()) {
            findings.add("Rows that refuse alike and leave alike are one kind here: " + alike.kinds() + ".");
        }
        findings.add("When all clients are gone, of " + Words.count(load.queues(), "hardware queue")
                + " these are not free: "
                + alike.each(o -> Integer.toString(load.queues() - o.last().freeHardware())) + ".");
        findings.add("Of " + Words.count(load.arrivals(), "client") + ", were refused for good: "
                + alike.each(o ->
                        o.last().refused() + " (" + Words.percent(o.last().refused() / (double) load.arrivals()) + ")")
                + ".");
        List<Outcome> single = load.queues() == 1
                ? List.of()
                : outcomes.stream().filter(Outcome::oneAtATime).toList();
        if (!single.isEmpty()) {
            findings.add("Not more than one process at a time is served by "
                    + Words.list(single.stream()
                            .map(o -> o.contender().row())
                            .distinct()
                            .toList())
                    + ", whoever hands the queues out.");
        }
        findings.add("A client that finds no queue gets: " + alike.each(ExhaustionReport::errors) + ".");
        outcomes.stream().filter(ExhaustionReport::shares).forEach(o -> findings.add(submissions(o)));
        findings.add("After the peak's last arrival it takes until nobody waits any more: "
                + alike.each(o -> o.calmNs() < 0 ? "for ever" : Words.time((double) o.calmNs() - o.peakEndNs())) + ".");
        findings.add("System calls from open to the first DMA, first client and 99th percentile: "
                + alike.each(o -> Words.number(first(o, SetUp::syscalls)) + " and "
                        + Words.number(Math.rint(percentile(o, SetUp::syscalls, NEARLY_ALL))))
                + "; root's steps for a client, mean: " + alike.each(o -> Words.number(mean(o, SetUp::adminSteps)))
                + ".");
        findings.add("Tries in vain for each client that was served, probes and refusals: "
                + alike.each(o -> Words.number(o.vainPerSuccess())) + ".");
        if (outcomes.stream().anyMatch(o -> o.contender().care() == Care.CRASHING_MANAGER)) {
            findings.add(crashes());
        }
        findings.add(fastest());
        for (LeftOut out : leftOut) {
            findings.add("Not on " + out.kernel() + ": " + out.backend() + ", " + out.reason() + ".");
        }
        return findings;
    }

    private static boolean shares(Outcome outcome) {
        return outcome.refusals().containsKey(Outcome.FULL);
    }

    private static String submissions(Outcome outcome) {
        long again = outcome.setUps().stream().filter(s -> s.tries() > 1).count();
        return "On " + outcome.contender().name()
                + " every open succeeds, since all share one work queue; what is refused is"
                + " a job: " + Words.count(again, "client")
                + " stored the descriptor more than once before it had room, and "
                + outcome.last().refused() + " gave up, after "
                + Words.count(outcome.refusals().getOrDefault(Outcome.FULL, 0), "store") + " into a full queue in all.";
    }

    private String crashes() {
        return "A manager that dies between the creation of an mdev and its hand-over: "
                + alike.each(o -> o.contender().care() == Care.CRASHING_MANAGER, o -> {
                    ManagerCount count = o.manager();
                    return count.crashes() + (count.crashes() == 1 ? " crash" : " crashes") + ", "
                            + Words.count(count.orphaned(), "mdev") + " that nobody was given, "
                            + Words.count(count.turnedAway(), "request") + " without an answer, and "
                            + Words.count(count.unattributed(), "busy mdev")
                            + " of which the next manager cannot learn whose they are";
                })
                + ".";
    }

    /** Prices differ from row to row, so that only the ends are worth a sentence. */
    private String fastest() {
        List<Outcome> byTime = outcomes.stream()
                .sorted(Comparator.comparingDouble(o -> percentile(o, SetUp::firstDmaNs, MEDIAN)))
                .toList();
        Outcome fastest = byTime.get(0);
        Outcome slowest = byTime.get(byTime.size() - 1);
        return "Time from open to the first DMA, median: from "
                + Words.time(percentile(fastest, SetUp::firstDmaNs, MEDIAN)) + " ("
                + fastest.contender().name() + ") to "
                + Words.time(percentile(slowest, SetUp::firstDmaNs, MEDIAN)) + " ("
                + slowest.contender().name() + ").";
    }
}
