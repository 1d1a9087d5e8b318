package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code clone}: clone(2) with CLONE_VM alone: the new process uses the same memory beside the old one, and has copies of its descriptors.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param child the new process, introduced here
 * @param register the register that is bound to the answer, or null
 */
@Syntax("clone {child}")
public record CloneStep(
        Position at,
        ProcessName process,
        ProcessName child,
        @Nullable String register) implements ProcessStep {}
