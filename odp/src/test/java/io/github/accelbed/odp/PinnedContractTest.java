package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/** A pinned region keeps the contract; before fork copied pinned pages (5.9) the device writes into pages that parent and child share. */
class PinnedContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new PinnedBackend();
    }
}
