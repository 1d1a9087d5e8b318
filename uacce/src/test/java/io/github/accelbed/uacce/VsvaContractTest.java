package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class VsvaContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VsvaBackend();
    }
}
