package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A read or write of one of the files of {@code /sys/class/uacce/DEVICE/} (Documentation/ABI/testing/sysfs-driver-uacce) by root; ENOENT where
 * there is none. Left out: {@code algorithms}, the time it takes, and locks, as the kernel takes none here.
 */
final class SysfsCall extends AccessOperation<SysfsCall> implements Valued {
    private static final Program<SysfsCall> STEPS = Program.<SysfsCall>of("uacce sysfs")
            .kernel("sysfs_kf_seq_show, sysfs_kf_write", Cost.INCLUDED, (o, a) -> o.run())
            .build();

    private static final int PAGE_BYTES = 4096;
    private static final int MAX_ERRORS = 65535;

    /** The files. */
    enum Attribute {
        API,
        FLAGS,
        AVAILABLE_INSTANCES,
        REGION_MMIO_SIZE,
        REGION_DUS_SIZE,
        ISOLATE,
        ISOLATE_STRATEGY
    }

    private final UacceDriver driver;
    private final UacceDevice device;
    private final Attribute attribute;
    private final boolean write;
    private final long written;
    private String text = "";

    private SysfsCall(UacceDriver driver, UacceDevice device, Attribute attribute, boolean write, long written) {
        super(STEPS);
        this.driver = driver;
        this.device = device;
        this.attribute = attribute;
        this.write = write;
        this.written = written;
    }

    static SysfsCall read(UacceDriver driver, UacceDevice device, Attribute attribute) {
        return new SysfsCall(driver, device, attribute, false, 0);
    }

    /** {@code isolate_err_threshold_write}: EINVAL beyond 65535, EPERM on a device that is isolated. */
    static SysfsCall writeStrategy(UacceDriver driver, UacceDevice device, long errorsPerHour) {
        return new SysfsCall(driver, device, Attribute.ISOLATE_STRATEGY, true, errorsPerHour);
    }

    /** What was read, without the line's end. */
    @Override
    public String value() {
        return text;
    }

    private int run() {
        boolean offered =
                attribute.compareTo(Attribute.ISOLATE) < 0 || driver.rules().offersIsolation();
        if (!device.registered() || !offered) {
            answer(Errno.ENOENT);
        } else if (!write) {
            text = read();
        } else if (written < 0 || written > MAX_ERRORS) {
            answer(Errno.EINVAL);
        } else if (device.hardware().isolated()) {
            answer(Errno.EPERM);
        } else {
            device.tolerate((int) written);
        }
        return Flow.DONE;
    }

    private String read() {
        return switch (attribute) {
            case API -> "hisi_qm_v3";
            case FLAGS -> driver.svaFlag(device) ? "1" : "0";
            case AVAILABLE_INSTANCES -> Long.toString(device.hardware().freeQueues());
            case REGION_MMIO_SIZE -> bytes(RegionKind.MMIO);
            case REGION_DUS_SIZE -> bytes(RegionKind.DUS);
            case ISOLATE -> device.hardware().isolated() ? "1" : "0";
            case ISOLATE_STRATEGY -> Integer.toString(device.toleratedErrors());
        };
    }

    private static String bytes(RegionKind region) {
        return Integer.toString(UacceDriver.regionPages(region) * PAGE_BYTES);
    }
}
