package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.ReferenceName;

/** A step of kernel code that works on a page through a reference taken by {@code pin} or {@code get}. */
public sealed interface ReferenceStep extends Step permits ReferenceReadStep, ReferenceWriteStep {

    /**
     * Who acts.
     *
     * @return the acting page reference
     */
    ReferenceName reference();

    @Override
    default String actor() {
        return reference().text();
    }
}
