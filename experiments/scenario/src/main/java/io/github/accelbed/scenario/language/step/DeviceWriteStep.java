package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code write}: the device writes a page. Answers ok, EFAULT without a mapping or beyond its right, or EIO on a queue
 * that is not started, put or closed.
 *
 * @param at where the step stands
 * @param queue the acting queue
 * @param target the page
 * @param value what is stored
 * @param register the register that is bound to the answer, or null
 */
@Syntax("write {target} {value}")
public record DeviceWriteStep(
        Position at,
        QueueName queue,
        PageRef target,
        Value value,
        @Nullable String register) implements DeviceStep {}
