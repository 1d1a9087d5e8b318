package io.github.accelbed.scenario.language.step;

import org.jspecify.annotations.Nullable;

/**
 * One line of a run: an actor does one thing. What each step means on each row is in {@code docs/scenario-language.md}.
 * Dispatch with {@link #accept}: a new kind of step then fails to compile wherever it is not handled.
 */
public sealed interface Step extends Statement permits ProcessStep, DeviceStep, ReferenceStep, RootStep {

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
     * Calls the visitor's method for this kind of step.
     *
     * @param visitor one method a kind
     * @param <R> what the visitor returns
     * @return what the visitor's method returned
     */
    <R> R accept(StepVisitor<R> visitor);
}
