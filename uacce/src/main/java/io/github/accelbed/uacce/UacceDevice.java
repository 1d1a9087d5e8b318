package io.github.accelbed.uacce;

import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code struct uacce_device}: one accelerator with its queues, binds and locks. */
final class UacceDevice {
    private final Device hardware;
    private final SimLock mutex;
    private final SimLock mmLock = new SimLock("uacce->mm_lock");
    private final List<UacceQueue> queues = new ArrayList<>();
    private final List<UacceMm> mms = new ArrayList<>();
    private boolean registered = true;

    UacceDevice(Device hardware, SimLock mutex) {
        this.hardware = hardware;
        this.mutex = mutex;
    }

    Device hardware() {
        return hardware;
    }

    /** What guards the states of its queues: its own mutex, or the one of all devices. */
    SimLock mutex() {
        return mutex;
    }

    /** What guards {@link #mms} up to 5.9. */
    SimLock mmLock() {
        return mmLock;
    }

    /** Queues whose file was not released. */
    List<UacceQueue> queues() {
        return queues;
    }

    /** Binds with queues. */
    List<UacceMm> mms() {
        return mms;
    }

    /** Whether its minor can be opened. */
    boolean registered() {
        return registered;
    }

    void unregister() {
        registered = false;
    }

    /** {@code uacce_mm_get} (shared) or {@code uacce_bind_queue}: the bind for one queue more; null if no PASID is left. */
    @Nullable
    UacceMm bind(Iommu iommu, MmStruct mm, boolean shared) {
        if (shared) {
            for (UacceMm known : mms) {
                if (known.bound() && known.binding().mm() == mm) {
                    return known;
                }
            }
        }
        SvaBinding binding = iommu.svaBind(mm);
        if (binding == null) {
            return null;
        }
        UacceMm fresh = new UacceMm(binding);
        if (shared) {
            binding.onMmExit(() -> new MmExit(fresh));
        }
        mms.add(fresh);
        return fresh;
    }

    /** {@code uacce_mm_put} or {@code uacce_unbind_queue}: the last queue unbinds. */
    void unbind(UacceMm mm) {
        if (mm.queues().isEmpty()) {
            mm.unbind();
            mms.remove(mm);
        }
    }
}
