package io.github.accelbed.conformance.agent;

import io.github.accelbed.scenario.language.term.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step on the running kernel, and where pages lay after it.
 *
 * @param outcome whether there is an answer
 * @param answer the answer; null unless the outcome is ANSWERED
 * @param frames one entry for each living process and each buffer; empty if frames are not shown
 */
public record KernelStep(Outcome outcome, @Nullable Answer answer, List<KernelFrames> frames) {
    /** Whether there is an answer. */
    public enum Outcome {
        /** The kernel answered. */
        ANSWERED,
        /** The agent had nobody to carry the step out, as for a queue whose process is gone. */
        NOT_CARRIED_OUT,
        /** No answer came in time, or the process died of the step. */
        HUNG
    }

    /** Copies the list. */
    public KernelStep {
        frames = List.copyOf(frames);
        if ((answer != null) != (outcome == Outcome.ANSWERED)) {
            throw new IllegalArgumentException(outcome + " with " + answer);
        }
    }
}
