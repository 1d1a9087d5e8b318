package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import org.jspecify.annotations.Nullable;

/**
 * {@code read}: the device reads a page. Answers the value, EFAULT without a mapping, or EIO on a queue that is not
 * started, put or closed.
 *
 * @param at where the step stands
 * @param queue the acting queue
 * @param target the page
 * @param register the register that is bound to the answer, or null
 */
@Syntax("read {target}")
public record DeviceReadStep(
        Position at,
        QueueName queue,
        PageRef target,
        @Nullable String register) implements DeviceStep {}
