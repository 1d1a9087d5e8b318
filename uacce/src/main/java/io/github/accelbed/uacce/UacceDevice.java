package io.github.accelbed.uacce;

import io.github.accelbed.model.device.Device;
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
    private final SimLock listLock;
    private final Platform platform;
    private final List<UacceQueue> queues = new ArrayList<>();
    private final List<UacceMm> mms = new ArrayList<>();
    private int minor = -1;
    private boolean registered;
    private int toleratedErrors;

    UacceDevice(Device hardware, SimLock mutex, SimLock listLock, Platform platform, boolean registered) {
        this.platform = platform;
        this.hardware = hardware;
        this.mutex = mutex;
        this.listLock = listLock;
        this.registered = registered;
    }

    Device hardware() {
        return hardware;
    }

    /** What guards the states of its queues: its own mutex, or the one of all devices. */
    SimLock mutex() {
        return mutex;
    }

    /** What guards {@link #mms} in 5.7, then up to 5.19 the list of queues. */
    SimLock listLock() {
        return listLock;
    }

    /** {@code isolate_strategy}: hardware errors tolerated in an hour; 0, the default, for any number. */
    int toleratedErrors() {
        return toleratedErrors;
    }

    void tolerate(int errorsPerHour) {
        toleratedErrors = errorsPerHour;
    }

    /** Queues whose file was not released. */
    List<UacceQueue> queues() {
        return queues;
    }

    /** Binds with queues on their list. */
    List<UacceMm> mms() {
        return mms;
    }

    /** Whether its minor can be opened. */
    boolean registered() {
        return registered;
    }

    /** Its number, under which open looks it up; negative before it has one. */
    int minor() {
        return minor;
    }

    void setMinor(int number) {
        minor = number;
    }

    void register() {
        registered = true;
    }

    void unregister() {
        registered = false;
    }

    /** {@code uacce_mm_get}: the bind that this mm has already; null if this is its first queue here. */
    @Nullable
    UacceMm bound(MmStruct mm) {
        for (UacceMm known : mms) {
            if (known.bound() && known.binding().mm() == mm) {
                return known;
            }
        }
        return null;
    }

    /** Notes a new bind; one that the queues of an mm share hears of the end of the mm. */
    UacceMm bind(SvaBinding binding, UacceRules rules) {
        UacceMm fresh = new UacceMm(binding, platform);
        if (rules.bindsOncePerMm()) {
            binding.onMmExit(new MmExit(rules, fresh));
        }
        return fresh;
    }

    /** {@code list_add}: a queue of a bind is on the list, or will be soon. */
    void use(UacceMm mm) {
        if (mm.unused()) {
            mms.add(mm);
        }
        mm.use();
    }

    /** {@code list_del}: a queue of a bind went. */
    void unuse(UacceMm mm) {
        mm.unuse();
        if (mm.unused()) {
            mms.remove(mm);
        }
    }
}
