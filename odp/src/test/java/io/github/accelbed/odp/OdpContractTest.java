package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** On-demand paging keeps the contract without an exception. */
class OdpContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new OdpBackend();
    }
}
