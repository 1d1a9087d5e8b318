package io.github.accelbed.vfio.mdev;

/** {@code struct mdev_parent_ops}, later {@code struct mdev_driver}: the vendor driver's part in the life of an mdev. */
public interface MdevParentOps {
    /**
     * Whether creating an instance takes its hardware queues at once, as the mdev core means it; else the driver hands them out later
     * and an instance holds none.
     *
     * @return true if an instance is a commitment of hardware
     */
    boolean takesQueuesAtCreate();

    /**
     * {@code probe}: registers a new mdev with VFIO.
     *
     * @param mdev the new instance
     * @return what its client will open
     */
    MdevNode probe(Mdev mdev);
}
