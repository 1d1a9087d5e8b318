package io.github.accelbed.explorer;

import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.run.End;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a cell ends.
 *
 * @param end the registers and counters
 * @param schedules how many orders end so, or null
 * @param faults what happens on the way in at least one of them
 * @param witness one of them, or null
 */
record Ending(
        End end,
        @Nullable String schedules,
        List<String> faults,
        @Nullable TimeLine witness) {}
