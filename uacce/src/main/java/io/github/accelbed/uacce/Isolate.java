package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** More hardware errors in an hour than {@code isolate_strategy} tolerates. The kernel goes on opening; UADK looks and stays away. */
final class Isolate extends AccessOperation<Isolate> {
    private static final Program<Isolate> STEPS = Program.<Isolate>of("isolate")
            .kernel("qm_hw_err_isolate", Cost.INCLUDED, (o, a) -> o.isolate())
            .build();

    private final Device device;

    Isolate(Device device) {
        super(STEPS);
        this.device = device;
    }

    private int isolate() {
        device.isolate();
        return Flow.DONE;
    }
}
