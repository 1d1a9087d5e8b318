package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class UacceDmaContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new UacceDmaBackend();
    }
}
