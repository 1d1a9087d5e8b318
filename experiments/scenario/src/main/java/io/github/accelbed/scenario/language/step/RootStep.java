package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Name;
import org.jspecify.annotations.Nullable;

/** A step of the administrator. */
public sealed interface RootStep extends Step
        permits NamedDeviceStep,
                RemoveMdevStep,
                ReleaseStep,
                SwapOutStep,
                KsmStep,
                MigrateStep,
                ClearRefsStep,
                NumaHintStep,
                KhugepagedStep,
                CountStep {
    /**
     * Whom or what it is about. Commands about the same wait for each other.
     *
     * @return a device, an mdev or a process, or null if it only looks
     */
    @Nullable
    Name about();

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
