package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code iommu_sva_unbind_device}, under the group's mutex: one user fewer, and with the last one the context descriptor goes. */
public final class SvaUnbindDevice extends Operation<SvaUnbindDevice> {
    private static final Program<SvaUnbindDevice> STEPS = Program.<SvaUnbindDevice>of("iommu_sva_unbind_device")
            .mutexLock("mutex_lock(&group->mutex)", o -> o.device().groupMutex())
            .cpu("arm_smmu_sva_unbind", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .build();

    private @Nullable Device device;
    private @Nullable SvaBinding binding;

    /** An unbind. */
    public SvaUnbindDevice() {
        super(STEPS);
    }

    /**
     * Says which bind, before the call.
     *
     * @param from whose
     * @param bind a bind of that device
     * @return this
     */
    public SvaUnbindDevice of(Device from, SvaBinding bind) {
        device = from;
        binding = bind;
        return this;
    }

    private Device device() {
        return Objects.requireNonNull(device, "no device");
    }

    private int unbind(Actor actor) {
        if (binding != null) {
            binding.unbind();
        }
        device().groupMutex().unlock(actor);
        return Flow.DONE;
    }
}
