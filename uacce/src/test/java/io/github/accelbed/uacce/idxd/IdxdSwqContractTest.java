package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class IdxdSwqContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new IdxdSwqBackend();
    }
}
