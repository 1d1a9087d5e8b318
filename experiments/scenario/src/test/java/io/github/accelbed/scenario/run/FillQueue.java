package io.github.accelbed.scenario.run;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Descriptor;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** Posts jobs until a queue has no more room; the device takes none of them. */
final class FillQueue extends Operation<FillQueue> {
    private static final Program<FillQueue> STEPS = Program.<FillQueue>of("fill a queue")
            .device("post", Cost.INCLUDED, (o, a) -> o.fill())
            .device("stay", Cost.INCLUDED, (o, a) -> Flow.DONE)
            .build();

    private final HwQueue queue;

    FillQueue(HwQueue queue) {
        super(STEPS);
        this.queue = queue;
    }

    private int fill() {
        while (queue.post(new Descriptor())) {
            // one more
        }
        return Flow.NEXT;
    }
}
