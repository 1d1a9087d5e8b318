package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** The row {@code vfio-emulated} keeps the contract; only its mdevs stay when a client has gone. */
class VfioEmulatedContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VfioEmulatedBackend();
    }
}
