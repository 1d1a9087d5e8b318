package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class VsvaContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VsvaBackend();
    }

    /** SVA in the guest: the device has the guest process's own rights, and map does nothing. */
    @Override
    protected boolean mapDecidesRights() {
        return false;
    }

    @Override
    protected boolean pasidStaysWithMm() {
        return true;
    }

    /** From 5.7 to 5.9 the end of the mm puts its queues, whoever still has the descriptor. */
    @Override
    protected boolean queueOutlivesMm(KernelVersion version) {
        return !version.since(5, 7) || version.since(5, 10);
    }
}
