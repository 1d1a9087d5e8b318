package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/**
 * The row {@code vfio} keeps the contract; only its mdevs stay when a client has gone, and before fork copied pinned pages for the child
 * (5.9) the device writes into pages that parent and child share.
 */
class VfioContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VfioBackend();
    }
}
