package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code create-mdev}: creates a mediated device.
 *
 * @param at where the step stands
 * @param mdev the instance, introduced here
 * @param device the parent device
 * @param register the register that is bound to the answer, or null
 */
@Syntax("create-mdev {mdev} on {device}")
public record CreateMdevStep(
        Position at,
        MdevName mdev,
        DeviceName device,
        @Nullable String register) implements NamedDeviceStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.CREATE_MDEV);
    }

    @Override
    public Name about() {
        return mdev;
    }
}
