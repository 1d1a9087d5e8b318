package io.github.accelbed.explorer;

import io.github.accelbed.scenario.run.RunSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about an exploration.
 *
 * @param run backends, kernels, prices and threads; whether it keeps time lines is whether outcomes get a witness
 * @param budget when to give a cell up
 * @param reduction what is not visited twice; without meaning for samples
 * @param sampling random schedules in place of all; null for all
 */
public record ExploreSettings(
        RunSettings run,
        Budget budget,
        Reduction reduction,
        @Nullable Sampling sampling) {

    /**
     * Everything, counted, without a limit.
     *
     * @param run backends, kernels, prices and threads
     * @return the settings
     */
    public static ExploreSettings all(RunSettings run) {
        return new ExploreSettings(run, Budget.NONE, Reduction.STATES, null);
    }
}
