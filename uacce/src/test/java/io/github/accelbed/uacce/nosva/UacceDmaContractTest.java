package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class UacceDmaContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new UacceDmaBackend();
    }

    /** Two processes on one device reach each other's memory; a library that keeps to its own addresses is all that is between them. */
    @Override
    protected boolean mayBreakSafety(KernelVersion version) {
        return true;
    }

    @Override
    protected boolean mapReplacesMemory() {
        return true;
    }
}
