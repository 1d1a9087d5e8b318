package io.github.accelbed.drivers.exhaustion;

import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Figures over the served clients of a contender; 0 if there are none. */
final class Costs {
    static final double MEDIAN = 50;
    static final double MOST = 90;
    static final double NEARLY_ALL = 99;

    private Costs() {}

    static double percentile(Outcome outcome, ToDoubleFunction<SetUp> value, double percent) {
        double[] values = outcome.setUps().stream().mapToDouble(value).toArray();
        return values.length == 0 ? 0 : new Percentile(percent).evaluate(values);
    }

    static double mean(Outcome outcome, ToDoubleFunction<SetUp> value) {
        return outcome.setUps().stream().mapToDouble(value).average().orElse(0);
    }

    static double first(Outcome outcome, ToDoubleFunction<SetUp> value) {
        return outcome.setUps().stream().mapToDouble(value).findFirst().orElse(0);
    }
}
