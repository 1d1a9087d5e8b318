package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code isolate}: marks a device as isolated, as its driver does after too many hardware errors.
 *
 * @param at where the step stands
 * @param device the device
 * @param register the register that is bound to the answer, or null
 */
@Syntax("isolate {device}")
public record IsolateStep(
        Position at, DeviceName device, @Nullable String register) implements NamedDeviceStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.ISOLATE);
    }
}
