package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code mremap}: mremap(2) with MREMAP_MAYMOVE: the pages move to a new address, the old one is unmapped.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param buffer the buffer that moves
 * @param target the new buffer, introduced here, of the same size
 * @param register the register that is bound to the answer, or null
 */
@Syntax("mremap {buffer} {target}")
public record MremapStep(
        Position at,
        ProcessName process,
        BufferName buffer,
        BufferName target,
        @Nullable String register) implements ProcessStep {}
