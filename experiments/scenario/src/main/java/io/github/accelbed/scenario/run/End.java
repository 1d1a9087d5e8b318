package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Unwoven;
import io.github.accelbed.scenario.language.term.Answer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one order of steps ended.
 *
 * @param registers what was bound, in the order in which the scenario names the registers
 * @param counters the counters that the scenario's conditions read, in their order
 * @param problem why it did not come to its end, or null
 */
@Unwoven
public record End(
        Map<String, Answer> registers,
        Map<String, Long> counters,
        @Nullable String problem) {

    /** Copies the maps. */
    public End {
        registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    }
}
