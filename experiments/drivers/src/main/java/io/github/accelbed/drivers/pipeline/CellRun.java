package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.Pipeline;
import io.github.accelbed.drivers.bed.PipelineOutcome;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;

/** Plays a pipeline once with a disturbance and once more without. */
final class CellRun {
    private final Route route;
    private final Disturbance disturbance;
    private final int devices;
    private final Pipeline pipeline;
    private int swapped;

    CellRun(Route route, KernelVersion version, CostTable costs, int devices, int pages, Disturbance disturbance) {
        this.route = route;
        this.disturbance = disturbance;
        this.devices = devices;
        pipeline = new Pipeline(version, costs, route.stages(devices), pages, route.together());
    }

    Cell run() {
        PipelineOutcome first = pipeline.run(this::disturb);
        PipelineOutcome again = pipeline.run(stage -> {});
        return new Cell(
                route,
                pipeline.kernel().version().toString(),
                devices,
                disturbance,
                pipeline.setUp(),
                first,
                swapped,
                again.elapsedNs(),
                pipeline.ledger());
    }

    private void disturb(int stage) {
        if (disturbance == Disturbance.FORK && stage == devices - 1) {
            pipeline.bed(0).fork(pipeline.task(), "child");
        }
        if (disturbance == Disturbance.SWAP && stage == Math.min(1, devices - 1)) {
            swapped = pipeline.swapOut();
        }
    }
}
