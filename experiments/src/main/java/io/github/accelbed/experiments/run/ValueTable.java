package io.github.accelbed.experiments.run;

import io.github.accelbed.experiments.language.term.IntegerValue;
import io.github.accelbed.experiments.language.term.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as page stamps and back; stamp 0 is the integer 0 that untouched memory reads. */
final class ValueTable {
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Long> stamps = new HashMap<>();

    ValueTable() {
        stamp(new IntegerValue(0));
    }

    long stamp(Value value) {
        return stamps.computeIfAbsent(value, v -> {
            values.add(v);
            return values.size() - 1L;
        });
    }

    Value value(long stamp) {
        return values.get((int) stamp);
    }
}
