package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.Device;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * {@code qm_hw_err_isolate} (drivers/crypto/hisilicon/qm.c): hardware errors of the last hour, and how many are tolerated. An error that
 * finds the threshold reached isolates the device, and so does a reset that fails.
 */
final class ErrorIsolation {
    /** The largest threshold that isolate_strategy takes. */
    static final int MAX_THRESHOLD = 65535;

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Device device;
    private final Queue<Long> errorsNs = new ArrayDeque<>();
    private int threshold;
    private boolean virtualFunction;

    ErrorIsolation(Device device) {
        this.device = device;
    }

    /** Errors tolerated in an hour; 0, the default, for any number. */
    int threshold() {
        return threshold;
    }

    /** Makes it a virtual function, whose strategy is its physical function's. */
    void setVirtualFunction() {
        virtualFunction = true;
    }

    /** {@code isolate_err_threshold_write}: a new threshold forgets the errors so far. EPERM on a virtual function and when isolated. */
    Errno setThreshold(int errorsPerHour) {
        if (virtualFunction || device.isolated()) {
            return Errno.EPERM;
        }
        threshold = errorsPerHour;
        errorsNs.clear();
        return Errno.OK;
    }

    /** An error that the device was reset after. */
    void error(long nowNs) {
        if (threshold == 0) {
            return;
        }
        while (!errorsNs.isEmpty() && nowNs - errorsNs.element() > HOUR_NS) {
            errorsNs.remove();
        }
        if (errorsNs.size() >= threshold) {
            device.isolate();
        }
        errorsNs.add(nowNs);
    }

    /** The controller reset failed. */
    void resetFailed() {
        device.isolate();
    }
}
