package io.github.accelbed.reports.result;

import java.util.HashSet;
import java.util.List;

/** Checks that the charts share. */
final class ChartChecks {
    private ChartChecks() {}

    static void distinctNames(ChartHead head, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the chart " + head.name() + " has nothing to draw");
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("the chart " + head.name() + " uses a name twice: " + names);
        }
    }

    static void fitsAxis(ChartHead head, Axis axis, List<Double> values) {
        for (double value : values) {
            if (axis.logarithmic() && value <= 0) {
                throw new IllegalArgumentException("the chart " + head.name() + " has " + value
                        + " on the logarithmic axis '" + axis.title() + "'");
            }
        }
    }
}
