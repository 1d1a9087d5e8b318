package io.github.accelbed.scenario.language.condition;

import io.github.accelbed.scenario.language.term.Answer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One outcome of a cell, as conditions see it. */
public interface Bindings {

    /**
     * What a register holds.
     *
     * @param name the register
     * @return its answer, or null if the run bound none
     */
    @Nullable
    Answer register(String name);

    /**
     * What a counter stands at when the run has ended, before any implicit exit.
     *
     * @param kind the counter
     * @param argument the process, queue or device it is asked of; null for a counter that stands alone
     * @return its value in the counter's unit, or empty if this row has no such counter
     */
    OptionalLong counter(CounterKind kind, @Nullable String argument);
}
