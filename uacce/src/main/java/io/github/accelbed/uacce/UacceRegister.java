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
    /**
     * The sixth posting: an IDR that nothing guards. The IDR leaves locking to its users, so two allocations can find the same free id
     * before either has entered its device. That the posting's IDR numbers the devices is UNVERIFIED; the review says only that it is not
     * protected. Two nodes with one minor may also make the second registration fail, which is left out.
     */
    static final Program<UacceRegister> UNGUARDED = Program.<UacceRegister>of("uacce_register")
            .kernel("idr_alloc(&uacce_idr): find a free id", Cost.INCLUDED, (o, a) -> o.find())
            .kernel("idr_alloc(&uacce_idr): enter the device", Cost.INCLUDED, (o, a) -> o.enter())
            .kernel("cdev_device_add", Cost.INCLUDED, (o, a) -> o.add())
            .build();

    /** 5.7 on: an xarray, which has a lock of its own. */
    static final Program<UacceRegister> XARRAY = Program.<UacceRegister>of("uacce_register")
            .kernel("xa_alloc(&uacce_xa)", Cost.INCLUDED, (o, a) -> o.findAndEnter())
            .kernel("cdev_device_add", Cost.INCLUDED, (o, a) -> o.add())
            .build();

    private final UacceDriver driver;
    private final Device hardware;
    private final @Nullable UacceDevice device;
    private int minor;

    /** Registers a device; null for one that has its driver already, or had it before it went. */
    UacceRegister(UacceDriver driver, Device hardware, @Nullable UacceDevice device) {
        super(driver.rules().register());
        this.driver = driver;
        this.hardware = hardware;
        this.device = device;
    }

    private int find() {
        if (device == null) {
            answer(hardware.removed() ? Errno.ENODEV : driver.rules().probeOfBound());
            return Flow.DONE;
        }
        if (!driver.svaFlag(device)) {
            answer(Errno.EINVAL);
            return Flow.DONE;
        }
        minor = driver.freeMinor();
        return Flow.NEXT;
    }

    private int enter() {
        driver.enter(minor, device());
        return Flow.NEXT;
    }

    private int findAndEnter() {
        int flow = find();
        return flow == Flow.NEXT ? enter() : flow;
    }

    private int add() {
        device().register();
        return Flow.DONE;
    }

    private UacceDevice device() {
        return Objects.requireNonNull(device);
    }
}
