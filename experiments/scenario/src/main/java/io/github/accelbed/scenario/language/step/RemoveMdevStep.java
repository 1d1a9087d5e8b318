package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code remove-mdev}: removes a mediated device.
 *
 * @param at where the step stands
 * @param mdev the instance
 * @param register the register that is bound to the answer, or null
 */
@Syntax("remove-mdev {mdev}")
public record RemoveMdevStep(
        Position at, MdevName mdev, @Nullable String register) implements RootStep, RowStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(AccessStep.REMOVE_MDEV);
    }

    @Override
    public Name asked() {
        return mdev;
    }

    @Override
    public Name about() {
        return mdev;
    }
}
