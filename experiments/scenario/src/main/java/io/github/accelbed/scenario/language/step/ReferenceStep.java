package io.github.accelbed.scenario.language.step;

/** A step of kernel code that works on a page through a reference taken by {@code pin} or {@code get}. */
public sealed interface ReferenceStep extends Step permits ReferenceRead, ReferenceWrite {

    /**
     * Who acts.
     *
     * @return the acting page reference
     */
    String reference();

    @Override
    default String actor() {
        return reference();
    }
}
