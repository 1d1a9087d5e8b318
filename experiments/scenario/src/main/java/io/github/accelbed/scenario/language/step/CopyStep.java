package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import org.jspecify.annotations.Nullable;

/**
 * {@code copy}: the device copies pages. Answers as its reads and writes do.
 *
 * @param at where the step stands
 * @param queue the acting queue
 * @param from the source
 * @param to the destination, as long as the source
 * @param register the register that is bound to the answer, or null
 */
@Syntax("copy {from} {to}")
public record CopyStep(
        Position at,
        QueueName queue,
        PageRange from,
        PageRange to,
        @Nullable String register) implements DeviceStep {}
