package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.Name;
import java.util.List;

/** A step that a row carries out, so that the row must offer it. */
public sealed interface RowStep extends Step
        permits QueueStep, DeviceStep, NamedDeviceStep, RemoveMdevStep, ReleaseStep {
    /**
     * Whose row is asked.
     *
     * @return a device, or a queue or an mdev of one
     */
    Name asked();

    /**
     * What the row is asked for.
     *
     * @return one after the other; the cell is skipped with the row's reason against the first that it does not offer
     */
    List<AccessStep> needs();
}
