package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * rmmod of HiSilicon's driver: {@code hisi_qm_wait_task_finish} looks every 20 ms whether a queue is in use, for as long as it takes, and
 * only then uacce_remove is called. No step of a scenario does this; unplug is the surprise.
 */
final class RemoveModule extends AccessOperation<RemoveModule> {
    private static final Program<RemoveModule> STEPS = Program.<RemoveModule>of("hisi_qm_uninit")
            .kernel("hisi_qm_wait_task_finish", Cost.INCLUDED, (o, a) -> o.await())
            .waits()
            .kernel("uacce_remove", Cost.INCLUDED, (o, a) -> o.remove(a))
            .build();

    private final UacceDriver driver;
    private final UacceDevice device;

    RemoveModule(UacceDriver driver, UacceDevice device) {
        super(STEPS);
        this.driver = driver;
        this.device = device;
    }

    private int await() {
        return device.hardware().live().isEmpty() ? Flow.NEXT : Flow.BLOCKED;
    }

    private int remove(Actor actor) {
        actor.call(new UacceRemove(driver, device));
        return Flow.DONE;
    }
}
