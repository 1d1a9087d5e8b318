package io.github.accelbed.conformance.calibrate;

import com.google.common.collect.TreeBasedTable;
import io.github.accelbed.conformance.agent.AgentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/** Samples as a table: a row for each round, a column for each x; every round has measured every x once. */
final class Rounds {
    private final double[] xs;
    private final double[][] ns;

    private Rounds(double[] xs, double[][] ns) {
        this.xs = xs;
        this.ns = ns;
    }

    /**
     * Sorts samples into rounds.
     *
     * @param samples at least one, in any order
     * @throws AgentException if a round lacks an x that another round has, or has one twice
     */
    static Rounds of(List<Sample> samples) throws AgentException {
        TreeBasedTable<Integer, Long, Long> rounds = TreeBasedTable.create();
        for (Sample sample : samples) {
            if (rounds.put(sample.round(), sample.x(), sample.ns()) != null) {
                throw uneven(sample.round());
            }
        }
        List<double[]> rows = new ArrayList<>();
        List<Long> first = List.of();
        for (Map.Entry<Integer, Map<Long, Long>> round : rounds.rowMap().entrySet()) {
            List<Long> these = List.copyOf(round.getValue().keySet());
            if (rows.isEmpty()) {
                first = these;
            } else if (!first.equals(these)) {
                throw uneven(round.getKey());
            }
            rows.add(round.getValue().values().stream()
                    .mapToDouble(Long::doubleValue)
                    .toArray());
        }
        return new Rounds(first.stream().mapToDouble(Long::doubleValue).toArray(), rows.toArray(new double[0][]));
    }

    private static AgentException uneven(int round) {
        return new AgentException(
                "round " + round + " of the native agent's measurements does not measure what the others do");
    }

    int count() {
        return ns.length;
    }

    int samples() {
        return ns.length * xs.length;
    }

    double[] xs() {
        return xs.clone();
    }

    /** For each x the median over some rounds, by their number from 0; a round may be taken more than once. */
    double[] medians(int[] chosen) {
        double[] medians = new double[xs.length];
        double[] column = new double[chosen.length];
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < chosen.length; j++) {
                column[j] = ns[chosen[j]][i];
            }
            medians[i] = StatUtils.percentile(column, 50);
        }
        return medians;
    }
}
