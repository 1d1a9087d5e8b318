package io.github.accelbed.uacce;

import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;

/** {@code struct uacce_mm} of 5.7: the queues of one mm on one device, which share a bind. Later kernels have one per queue. */
final class UacceMm {
    private final SvaBinding binding;
    private final Platform platform;
    private final SimLock lock = new SimLock("uacce_mm->lock");
    private final List<UacceQueue> queues = new ArrayList<>();
    private int users;
    private boolean bound = true;

    UacceMm(SvaBinding binding, Platform platform) {
        this.platform = platform;
        this.binding = binding;
        platform.bound(binding);
    }

    SvaBinding binding() {
        return binding;
    }

    /** What guards {@link #queues} in 5.7. */
    SimLock lock() {
        return lock;
    }

    /** The queues on its list that have a hardware queue. */
    List<UacceQueue> queues() {
        return queues;
    }

    /** Whether no queue is on its list, not even one that is still being opened. */
    boolean unused() {
        return users == 0;
    }

    void use() {
        users++;
    }

    void unuse() {
        users--;
    }

    boolean bound() {
        return bound;
    }

    /** The bind was undone. */
    void unbound() {
        bound = false;
        platform.unbound(binding);
    }
}
