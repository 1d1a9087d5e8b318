package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * {@code count}: binds what a counter stands at now. It only looks; nothing in the kernel changes.
 *
 * @param at where the step stands
 * @param counter which
 * @param register the register that is bound to the count, or null
 */
@Syntax("count {counter}")
public record CountStep(
        Position at, Counter counter, @Nullable String register) implements RootStep {
    @Override
    public @Nullable Name about() {
        return null;
    }
}
