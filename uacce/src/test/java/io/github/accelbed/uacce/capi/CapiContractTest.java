package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class CapiContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new CapiBackend();
    }
}
