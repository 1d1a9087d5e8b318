package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.QueueName;

/** A step of a process with one of its queues. */
public sealed interface QueueStep extends ProcessStep, RowStep
        permits OpenStep,
                LeaseStep,
                CloseStep,
                DupStep,
                MapStep,
                UnmapStep,
                ReregStep,
                StartStep,
                PutStep,
                RegionStep,
                UnregionStep,
                TouchStep,
                MremapRegionStep,
                SubmitStep,
                BindStep,
                CallStep {
    /**
     * With which.
     *
     * @return the queue, which {@code open} and {@code lease} introduce
     */
    QueueName queue();

    @Override
    default Name asked() {
        return queue();
    }
}
