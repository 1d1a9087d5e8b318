package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code call} of a process: a call on a queue's descriptors by the kernel's own name, of those that the row offers. Answers what the call
 * tells, or ok, or the errno.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param name the call's name
 * @param ranges pages that it is given
 * @param numbers what else it is given
 * @param register the register that is bound to the answer, or null
 */
@Syntax("call {queue} {name} [{ranges}] [{numbers}]")
public record CallStep(
        Position at,
        ProcessName process,
        QueueName queue,
        String name,
        List<PageRange> ranges,
        List<IntegerValue> numbers,
        @Nullable String register)
        implements QueueStep {

    /** Copies the lists. */
    public CallStep {
        ranges = List.copyOf(ranges);
        numbers = List.copyOf(numbers);
    }

    /** Nothing that every row knows of: its name is asked for. */
    @Override
    public List<AccessStep> needs() {
        return List.of();
    }
}
