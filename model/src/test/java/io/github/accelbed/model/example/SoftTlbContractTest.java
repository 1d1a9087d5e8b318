package io.github.accelbed.model.example;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

// region contract
class SoftTlbContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new SoftTlbBackend();
    }
}
// endregion
