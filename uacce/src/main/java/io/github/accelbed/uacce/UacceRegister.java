package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code uacce_register}, called by the probe of a device's driver: the device gets a minor, under which open finds it, and its node. A
 * device without SVA is left without a node by HiSilicon's driver (EINVAL).
 */
final class UacceRegister extends AccessOperation<UacceRegister> {
    /** The sixth posting (16 October 2019): an IDR, under the mutex of all devices. Who looks a device up by {@code idr_find} does not take it. */
    static final Program<UacceRegister> UNDER_MUTEX = Program.<UacceRegister>of("uacce_register")
            .kernel("iommu_dev_enable_feature", Cost.INCLUDED, (o, a) -> o.probe())
            .mutexLock("mutex_lock(&uacce_mutex)", o -> o.device().mutex())
            .kernel("idr_alloc(&uacce_idr)", Cost.INCLUDED, (o, a) -> o.enter())
            .kernel("cdev_device_add", Cost.INCLUDED, (o, a) -> o.add())
            .mutexUnlock("mutex_unlock(&uacce_mutex)", o -> o.device().mutex())
            .build();

    /** 5.7 on: an xarray, which has a lock of its own. */
    static final Program<UacceRegister> XARRAY = Program.<UacceRegister>of("uacce_register")
            .kernel("iommu_dev_enable_feature", Cost.INCLUDED, (o, a) -> o.probe())
            .kernel("xa_alloc(&uacce_xa)", Cost.INCLUDED, (o, a) -> o.enter())
            .kernel("cdev_device_add", Cost.INCLUDED, (o, a) -> o.add())
            .build();

    private final UacceDriver driver;
    private final Device hardware;
    private final @Nullable UacceDevice device;

    /** Registers a device; null for one that has its driver already, or had it before it went. */
    UacceRegister(UacceDriver driver, Device hardware, @Nullable UacceDevice device) {
        super(driver.rules().register());
        this.driver = driver;
        this.hardware = hardware;
        this.device = device;
    }

    private int probe() {
        if (device == null) {
            answer(hardware.removed() ? Errno.ENODEV : driver.rules().probeOfBound());
            return Flow.DONE;
        }
        if (!driver.svaFlag(device)) {
            answer(Errno.EINVAL);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private int enter() {
        driver.enter(driver.freeMinor(), device());
        return Flow.NEXT;
    }

    private int add() {
        device().register();
        return Flow.NEXT;
    }

    private UacceDevice device() {
        return Objects.requireNonNull(device);
    }
}
