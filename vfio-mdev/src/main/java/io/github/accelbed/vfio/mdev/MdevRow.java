package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.process.Task;

/** A row that hands mdevs out, as a manager in user space sees it: the node of one mdev by its name, and the test whether it is free. */
public interface MdevRow {
    /**
     * Where the mdevs are.
     *
     * @return the bus
     */
    MdevBus bus();

    /**
     * All of a client's set-up, on one mdev and no other.
     *
     * @param client who opens
     * @param options how
     * @param mdev which; the answer is its node's errno if it cannot be had
     * @return the operation
     */
    OpenOperation<?> openNamed(Task client, OpenOptions options, Mdev mdev);

    /**
     * Finds out whether an mdev is free, in the only way there is: take it and give it back.
     *
     * @param daemon who tries
     * @param mdev which
     * @return the operation; OK if it was free
     */
    AccessOperation<?> probe(Task daemon, Mdev mdev);
}
