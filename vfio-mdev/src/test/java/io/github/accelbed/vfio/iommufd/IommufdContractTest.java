package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** The row {@code iommufd} keeps the contract; only its mdevs stay when a client has gone. */
class IommufdContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new IommufdBackend();
    }
}
