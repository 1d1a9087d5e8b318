package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code uffd}: UFFDIO_WRITEPROTECT on pages of the acting process, which manages them by userfaultfd.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param range the pages
 * @param mode whether they are protected from now on
 * @param register the register that is bound to the answer, or null
 */
@Syntax("uffd {range} {mode}")
public record UffdStep(
        Position at,
        ProcessName process,
        PageRange range,
        UffdMode mode,
        @Nullable String register) implements ProcessStep {}
