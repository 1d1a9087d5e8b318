package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

class IdxdDwqContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new IdxdDwqBackend();
    }
}
