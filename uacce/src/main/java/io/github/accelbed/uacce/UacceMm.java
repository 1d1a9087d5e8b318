package io.github.accelbed.uacce;

import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;

/** {@code struct uacce_mm} of 5.7 to 5.9: the queues of one mm on one device, which share a bind. Later kernels have one per queue. */
final class UacceMm {
    private final SvaBinding binding;
    private final Platform platform;
    private final SimLock lock = new SimLock("uacce_mm->lock");
    private final List<UacceQueue> queues = new ArrayList<>();
    private boolean bound = true;

    UacceMm(SvaBinding binding, Platform platform) {
        this.platform = platform;
        this.binding = binding;
    }

    SvaBinding binding() {
        return binding;
    }

    /** What guards {@link #queues} from 5.7 to 5.9. */
    SimLock lock() {
        return lock;
    }

    List<UacceQueue> queues() {
        return queues;
    }

    boolean bound() {
        return bound;
    }

    void unbind() {
        if (bound) {
            bound = false;
            binding.unbind();
            platform.unbound(binding);
        }
    }
}
