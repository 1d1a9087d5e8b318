package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.PipelineOutcome;
import io.github.accelbed.drivers.bed.PipelineSetUp;

/**
 * A pipeline that ran once.
 *
 * @param route which rows hand the devices out
 * @param kernel the release
 * @param devices how many devices
 * @param disturbance what happened meanwhile
 * @param setUp what it took before
 * @param first what came out
 * @param swappedPages pages that left memory
 * @param againNs time of a second, undisturbed run
 * @param ledger what the time was spent on
 */
record Cell(
        Route route,
        String kernel,
        int devices,
        Disturbance disturbance,
        PipelineSetUp setUp,
        PipelineOutcome first,
        int swappedPages,
        double againNs,
        CostLedger ledger) {

    String name() {
        return route.name();
    }

    /** What a look at the result shows. */
    String result() {
        if (!first.failed().ok()) {
            return first.failed().toString();
        }
        return first.right() ? "right" : "wrong";
    }
}
