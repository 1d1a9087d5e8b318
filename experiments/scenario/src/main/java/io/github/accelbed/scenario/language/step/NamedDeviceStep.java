package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Name;

/** A step of the administrator at a device. */
public sealed interface NamedDeviceStep extends RootStep, RowStep
        permits CreateMdevStep, IsolateStep, PlugStep, UnplugStep, RootCallStep {
    /**
     * At which.
     *
     * @return the device
     */
    DeviceName device();

    @Override
    default Name asked() {
        return device();
    }

    @Override
    default Name about() {
        return device();
    }
}
