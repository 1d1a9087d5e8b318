package io.github.accelbed.conformance;

import java.util.Map;
import java.util.TreeMap;

/** How often model and kernel gave the same answer, by step kind. */
final class Agreement {
    private final Map<String, KindCount> counts = new TreeMap<>();

    void count(String kind, boolean agree) {
        counts.merge(kind, new KindCount(agree ? 1 : 0, agree ? 0 : 1), KindCount::plus);
    }

    void add(Agreement other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, KindCount::plus));
    }

    Map<String, KindCount> counts() {
        return new TreeMap<>(counts);
    }
}
