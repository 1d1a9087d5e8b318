package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code plug}: a device is found and its driver's probe makes it known. One that no step plugs is there from the start.
 *
 * @param at where the step stands
 * @param device the device
 * @param register the register that is bound to the answer, or null
 */
@Syntax("plug {device}")
public record PlugStep(
        Position at, DeviceName device, @Nullable String register) implements NamedDeviceStep {
    @Override
    public List<AccessStep> needs() {
        return List.of();
    }
}
