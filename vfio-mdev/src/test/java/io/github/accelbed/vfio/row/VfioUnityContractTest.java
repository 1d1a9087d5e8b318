package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/**
 * The row {@code vfio-unity} keeps the contract, with the rights of the areas when they were registered; only its mdevs stay when a client has gone, and before fork copied pinned pages for the child
 * (5.9) the device writes into pages that parent and child share.
 */
class VfioUnityContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new VfioUnityBackend();
    }
}
