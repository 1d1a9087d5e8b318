package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code call} of root: what the administrator does to a device by the kernel's own name, of what the row offers. Answers what it tells, or
 * ok, or the errno.
 *
 * @param at where the step stands
 * @param device the device
 * @param name the call's name
 * @param numbers what it is given
 * @param register the register that is bound to the answer, or null
 */
@Syntax("call {device} {name} [{numbers}]")
public record RootCallStep(
        Position at,
        DeviceName device,
        String name,
        List<IntegerValue> numbers,
        @Nullable String register) implements NamedDeviceStep {

    /** Copies the list. */
    public RootCallStep {
        numbers = List.copyOf(numbers);
    }

    /** Nothing that every row knows of: its name is asked for. */
    @Override
    public List<AccessStep> needs() {
        return List.of();
    }
}
