package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code iommu_sva_unbind_device}, under the group's mutex: one user fewer, and with the last one the context descriptor goes. */
public final class SvaUnbindDevice extends Operation<SvaUnbindDevice> {
    private static final Program<SvaUnbindDevice> STEPS = Program.<SvaUnbindDevice>of("iommu_sva_unbind_device")
            .cpu("mutex_lock(&group->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a))
            .cpu("arm_smmu_sva_unbind", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .build();

    private final Device device;
    private final Runnable unbind;

    /**
     * An unbind.
     *
     * @param device whose bind
     * @param unbind what the driver gives up, possibly nothing
     */
    public SvaUnbindDevice(Device device, Runnable unbind) {
        super(STEPS);
        this.device = device;
        this.unbind = unbind;
    }

    private int lock(Actor actor) {
        return device.groupMutex().lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int unbind(Actor actor) {
        unbind.run();
        device.groupMutex().unlock(actor);
        return Flow.DONE;
    }
}
