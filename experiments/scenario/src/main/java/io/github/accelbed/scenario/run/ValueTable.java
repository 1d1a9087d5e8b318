package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as page stamps and back; stamp 0 is the integer 0 that untouched memory reads. */
public final class ValueTable {
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Long> stamps = new HashMap<>();

    /** A table that knows only the 0 of memory never written. */
    public ValueTable() {
        stamp(new IntegerValue(0));
    }

    /**
     * The stamp of a value; the same one each time.
     *
     * @param value any value
     * @return 0 or more
     */
    public long stamp(Value value) {
        return stamps.computeIfAbsent(value, v -> {
            values.add(v);
            return values.size() - 1L;
        });
    }

    /**
     * The value of a stamp.
     *
     * @param stamp one that {@link #stamp} gave
     * @return its value
     * @throws IndexOutOfBoundsException if no value has this stamp
     */
    public Value value(long stamp) {
        return values.get(Math.toIntExact(stamp));
    }
}
