package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code submit}: a job that the process itself puts into a queue and rings the doorbell for, where the row has the doorbell as an area.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param job what the device is to do
 * @param page with which page
 * @param value what it writes, or null for a job that reads
 * @param register the register that is bound to the answer, or null
 */
@Syntax("submit {queue} {job} {page} [{value}]")
public record SubmitStep(
        Position at,
        ProcessName process,
        QueueName queue,
        Kind job,
        PageRef page,
        @Nullable Value value,
        @Nullable String register)
        implements QueueStep {

    /** What a process can submit. */
    public enum Kind {
        /** A read of one page. */
        READ,
        /** A write to one page. */
        WRITE
    }

    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.SUBMIT);
    }
}
