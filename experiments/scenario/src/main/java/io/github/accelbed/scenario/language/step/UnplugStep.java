package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code unplug}: surprise removal of a device.
 *
 * @param at where the step stands
 * @param device the device
 * @param register the register that is bound to the answer, or null
 */
@Syntax("unplug {device}")
public record UnplugStep(
        Position at, DeviceName device, @Nullable String register) implements NamedDeviceStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.UNPLUG);
    }
}
