package io.github.accelbed.reports.data;

import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the JSON of an explored cell has and that of a plain one has not. */
final class ExploredJson {
    private static final int PICOSECONDS = 3;

    private ExploredJson() {}

    static void put(ObjectNode node, Explored explored) {
        node.put("method", explored.method());
        node.put("complete", explored.complete());
        node.put("states", explored.states());
        node.put("transitions", explored.transitions());
        node.put("schedules", explored.schedules());
        node.put("cutRetries", explored.cutRetries());
        ArrayNode events = node.putArray("events");
        explored.events().forEach(events::add);
        ArrayNode cycles = node.putArray("lockCycles");
        explored.lockCycles().forEach(cycles::add);
    }

    static void put(ObjectNode node, Outcome outcome) {
        ObjectNode counters = node.putObject("counters");
        outcome.counters().forEach(counters::put);
        node.put("end", outcome.end());
        node.put("asExpected", outcome.asExpected());
        ArrayNode faults = node.putArray("faults");
        outcome.faults().forEach(faults::add);
        TimeLine witness = outcome.witness();
        if (witness == null) {
            node.putNull("witness");
        } else {
            ArrayNode steps = node.putArray("witness");
            witness.events().forEach(event -> put(steps.addObject(), witness, event));
        }
    }

    private static void put(ObjectNode node, TimeLine witness, TimeLineEvent event) {
        node.put("lane", witness.lanes().get(event.lane()).name());
        node.put("label", event.label());
        node.put("line", event.statementLine());
        node.put("statement", event.statement());
        node.put("startNs", ns(event.startNs()));
        node.put("durationNs", ns(event.durationNs()));
        if (event.note() != null) {
            node.put("note", event.note());
        }
    }

    /** Not as a double: its shortest digits are not the same on every JDK. */
    private static BigDecimal ns(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(PICOSECONDS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
