package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;

/** A step of the device, through one of its queues; it needs no process to ring it. */
public sealed interface DeviceStep extends RowStep permits DeviceReadStep, DeviceWriteStep, CopyStep, TagStep {
    /**
     * Who acts.
     *
     * @return the acting queue
     */
    QueueName queue();

    @Override
    default String actor() {
        return queue().text();
    }

    @Override
    default Name asked() {
        return queue();
    }

    /** A device with a queue reads and writes, so nothing unless a step says otherwise. */
    @Override
    default List<AccessStep> needs() {
        return List.of();
    }
}
