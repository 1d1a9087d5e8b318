package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class IdxdSwqContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new IdxdSwqBackend();
    }

    /** One queue for all; the device's number is its size. */
    @Override
    protected boolean sharesQueues() {
        return true;
    }

    @Override
    protected boolean mapDecidesRights() {
        return false;
    }

    @Override
    protected boolean pasidStaysWithMm() {
        return true;
    }
}
