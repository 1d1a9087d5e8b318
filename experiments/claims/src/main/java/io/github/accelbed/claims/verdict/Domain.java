package io.github.accelbed.claims.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All values that occur in each dimension, in order: what a condition's sets are subsets of.
 *
 * @param values by dimension; kernels oldest first
 */
record Domain(Map<Dimension, List<String>> values) {

    static Domain of(Collection<Point> points) {
        Map<Dimension, List<String>> values = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            Set<String> seen = new LinkedHashSet<>();
            points.forEach(point -> seen.add(point.at(dimension)));
            values.put(dimension, List.copyOf(seen));
        }
        return new Domain(values);
    }

    List<String> of(Dimension dimension) {
        return values.getOrDefault(dimension, List.of());
    }

    /** The stretches of neighbouring values that make up a subset. */
    List<List<String>> stretches(Dimension dimension, Set<String> subset) {
        List<List<String>> stretches = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String value : of(dimension)) {
            if (subset.contains(value)) {
                open.add(value);
            } else if (!open.isEmpty()) {
                stretches.add(List.copyOf(open));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            stretches.add(List.copyOf(open));
        }
        return stretches;
    }

    /** How much a reader has to take in: a kernel range counts once, of names the shorter of the set and its complement counts. */
    int cost(Dimension dimension, Set<String> subset) {
        if (dimension == Dimension.KERNEL) {
            return stretches(dimension, subset).size();
        }
        return Math.min(subset.size(), of(dimension).size() - subset.size() + 1);
    }
}
