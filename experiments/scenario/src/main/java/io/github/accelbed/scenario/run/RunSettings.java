package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import java.util.List;

/**
 * What the command line says about a run.
 *
 * @param backends rows that replace the scenarios' own; empty to keep those
 * @param kernels kernels that replace the scenarios' own; empty to keep those
 * @param costs the prices
 * @param threads how many cells run at the same time, at least 1; results do not depend on it
 * @param timeLines whether every step is kept for time lines
 */
public record RunSettings(
        List<String> backends, List<KernelVersion> kernels, CostTable costs, int threads, boolean timeLines) {

    /** Copies the lists. */
    public RunSettings {
        backends = List.copyOf(backends);
        kernels = List.copyOf(kernels);
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads);
        }
    }

    /**
     * Scenarios as they are written, with the default prices.
     *
     * @return settings that replace nothing
     */
    public static RunSettings defaults() {
        return new RunSettings(
                List.of(), List.of(), CostTable.defaults(), Runtime.getRuntime().availableProcessors(), true);
    }

    /**
     * With other prices.
     *
     * @param other the prices
     * @return the changed settings
     */
    public RunSettings withCosts(CostTable other) {
        return new RunSettings(backends, kernels, other, threads, timeLines);
    }

    /**
     * Without time lines, which cost more than the run where only answers are wanted.
     *
     * @return the changed settings
     */
    public RunSettings withoutTimeLines() {
        return new RunSettings(backends, kernels, costs, threads, false);
    }
}
