package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessContractTest;

/**
 * The row {@code spimdev} keeps the contract for one process at a time; its one mdev stays, but holds no queue; what a dead client leaves in the domain breaks safety. Before fork copied pinned pages for the child (5.9) the
 * device writes into pages that parent and child share.
 */
class SpimdevContractTest extends AccessContractTest {
    @Override
    protected AccessBackend backend() {
        return new SpimdevBackend();
    }
}
