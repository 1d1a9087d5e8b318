package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import org.jspecify.annotations.Nullable;

/**
 * {@code pin}: FOLL_PIN, pin_user_pages. If it fails, the name stays unbound.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param reference the page reference, introduced here
 * @param range the pages
 * @param access what may be done through it; rw if the text says nothing
 * @param longterm FOLL_LONGTERM
 * @param register the register that is bound to the answer, or null
 */
@Syntax("pin {reference} {range} {access} [{longterm}]")
public record PinStep(
        Position at,
        ProcessName process,
        ReferenceName reference,
        PageRange range,
        Right access,
        boolean longterm,
        @Nullable String register)
        implements ProcessStep {}
