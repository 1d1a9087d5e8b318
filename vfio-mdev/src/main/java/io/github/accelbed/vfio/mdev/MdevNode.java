package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/** What VFIO makes of an mdev for its client to open: a group ({@code /dev/vfio/N}) or a device node of its own. */
public interface MdevNode {
    /**
     * The number in its name; later mdevs have higher ones.
     *
     * @return 0 or more
     */
    int number();

    /**
     * Whether an open of it answers EBUSY.
     *
     * @return true while anybody has it open
     */
    boolean opened();

    /**
     * Whether the device itself is open, so that its driver serves it.
     *
     * @return true until its release is over
     */
    boolean inUse();

    /**
     * Whether it is part of somebody's address space, with the device open or not.
     *
     * @return true for a group in a container
     */
    boolean attached();

    /**
     * Takes it out of that address space under its client.
     *
     * @return the operation, or null if there is nothing to do
     */
    @Nullable
    Operation<?> revoke();
}
