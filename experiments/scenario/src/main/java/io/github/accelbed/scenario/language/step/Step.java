package io.github.accelbed.scenario.language.step;

import org.jspecify.annotations.Nullable;

/**
 * One line of a run: an actor does one thing. What each step means on each row is in {@code docs/scenario-language.md}. Each is a record
 * with its {@link Syntax}, whose first component is where the step stands and whose last one is the register; {@link Steps} reads and
 * copies the parts between by their types.
 */
public sealed interface Step extends Statement permits ProcessStep, ReferenceStep, RootStep, RowStep {
    /**
     * Who acts.
     *
     * @return the name of a process, queue or page reference, or {@code root}
     */
    String actor();

    /**
     * Where the answer goes.
     *
     * @return the register's name, or null if the step binds nothing
     */
    @Nullable
    String register();

    /**
     * How the step is written, in general.
     *
     * @return the syntax of its kind
     */
    default String syntax() {
        return Steps.syntax(getClass());
    }
}
