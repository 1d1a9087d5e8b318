package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** The row {@code vfio-sva} keeps the contract with the rights of the process itself; only its mdevs stay when a client has gone. */
class VfioSvaContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VfioSvaBackend();
    }
}
