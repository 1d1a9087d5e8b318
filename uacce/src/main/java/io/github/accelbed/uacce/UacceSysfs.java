package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.RegionKind;

/**
 * {@code /sys/class/uacce/DEVICE/} (Documentation/ABI/testing/sysfs-driver-uacce). Left out: the time it takes, and locks, as the kernel
 * takes none here.
 */
final class UacceSysfs {
    private static final int PAGE_BYTES = 4096;

    /** The files. */
    enum Attribute {
        API,
        FLAGS,
        AVAILABLE_INSTANCES,
        ALGORITHMS,
        REGION_MMIO_SIZE,
        REGION_DUS_SIZE,
        ISOLATE,
        ISOLATE_STRATEGY
    }

    /**
     * What a read answers.
     *
     * @param errno OK or an error; ENOENT also for a file that is not there
     * @param text what was read, without the line's end
     */
    record Answer(Errno errno, String text) {
        static Answer of(Object value) {
            return new Answer(Errno.OK, value.toString());
        }

        static Answer of(Errno errno) {
            return new Answer(errno, "");
        }
    }

    private final UacceDriver driver;
    private final UacceDevice device;

    UacceSysfs(UacceDriver driver, UacceDevice device) {
        this.driver = driver;
        this.device = device;
    }

    /** {@code uacce_dev_is_visible}. */
    boolean visible(Attribute attribute) {
        UacceOps ops = device.ops();
        return device.registered()
                && switch (attribute) {
                    case REGION_MMIO_SIZE, REGION_DUS_SIZE -> ops.mmap();
                    case ISOLATE -> driver.rules().offersIsolation() && ops.isolateState();
                    case ISOLATE_STRATEGY ->
                        driver.rules().offersIsolation() && (ops.strategyRead() || ops.strategyWrite());
                    default -> true;
                };
    }

    /** A read of a file. */
    Answer read(Attribute attribute) {
        if (!visible(attribute)) {
            return Answer.of(Errno.ENOENT);
        }
        return switch (attribute) {
            case API -> Answer.of("hisi_qm_v3");
            case FLAGS -> Answer.of(driver.svaFlag(device) ? 1 : 0);
            case AVAILABLE_INSTANCES ->
                device.ops().availableInstances()
                        ? Answer.of(device.hardware().freeQueues())
                        : Answer.of(driver.rules().answer(UacceCase.AVAILABLE_WITHOUT_OP));
            case ALGORITHMS -> Answer.of(device.hardware().name());
            case REGION_MMIO_SIZE -> Answer.of(UacceDriver.regionPages(RegionKind.MMIO) * PAGE_BYTES);
            case REGION_DUS_SIZE -> Answer.of(UacceDriver.regionPages(RegionKind.DUS) * PAGE_BYTES);
            case ISOLATE -> Answer.of(device.hardware().isolated() ? 1 : 0);
            case ISOLATE_STRATEGY ->
                device.ops().strategyRead() ? Answer.of(device.isolation().threshold()) : Answer.of(missingSide());
        };
    }

    /** A write to isolate_strategy, the one file that can be written. */
    Errno writeStrategy(int errorsPerHour) {
        if (!visible(Attribute.ISOLATE_STRATEGY)) {
            return Errno.ENOENT;
        }
        if (errorsPerHour > ErrorIsolation.MAX_THRESHOLD) {
            return driver.rules().answer(UacceCase.STRATEGY_TOO_LARGE);
        }
        return device.ops().strategyWrite() ? device.isolation().setThreshold(errorsPerHour) : missingSide();
    }

    /** The file is there if either side is; up to 6.18 nobody asks which. */
    private Errno missingSide() {
        if (!driver.rules().checksStrategyOps()) {
            throw new KernelOops("isolate_strategy calls a hook that the driver does not have");
        }
        return driver.rules().answer(UacceCase.STRATEGY_WITHOUT_OP);
    }
}
