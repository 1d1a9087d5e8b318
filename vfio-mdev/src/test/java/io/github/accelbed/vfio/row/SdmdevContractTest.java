package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/**
 * The row {@code sdmdev} keeps the contract for one process at a time; its mdevs stay with their queues. Before fork copied pinned pages for the child (5.9) the
 * device writes into pages that parent and child share.
 */
class SdmdevContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new SdmdevBackend();
    }
}
