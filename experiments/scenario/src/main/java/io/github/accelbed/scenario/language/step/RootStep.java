package io.github.accelbed.scenario.language.step;

/** A step of the administrator. */
public sealed interface RootStep extends Step
        permits CreateMdev, RemoveMdev, Isolate, Plug, Unplug, SwapOut, Migrate, Count {

    /**
     * Who acts.
     *
     * @return {@code root}
     */
    @Override
    default String actor() {
        return "root";
    }
}
