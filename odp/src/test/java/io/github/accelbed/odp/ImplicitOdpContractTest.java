package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** Implicit on-demand paging keeps the contract of a row whose device reaches what the process's own areas allow. */
class ImplicitOdpContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new ImplicitOdpBackend();
    }
}
