package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;

/** What an era of the mdev core does differently; it was reworked in 5.2 and in 6.1. */
public interface MdevRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return mainline's rules
     */
    static MdevRules of(KernelVersion version) {
        return new MainlineMdevRules(version);
    }

    /**
     * What creating an mdev answers when no instance is left: the driver's own errno, taken to be ENOSPC as the sample drivers have it,
     * or EUSERS from the core itself, 6.1 on.
     *
     * @return ENOSPC or EUSERS
     */
    Errno instancesSpent();

    /**
     * Whether removing an mdev in use waits for its release, 5.2 on. Before, the driver is asked first and its refusal surfaces as EBUSY.
     *
     * @return true if it blocks
     */
    boolean removalWaitsForRelease();

    /**
     * {@code unreg_sem} (5715c4dd66a3), 5.2 on: whether creations and removals that meet the end of their parent are refused with ENODEV. Before, they
     * race with it: it passes over a child that is not active, and may leave a new one behind.
     *
     * @return true if one excludes the other
     */
    boolean unregistrationExcludesOthers();

    /**
     * Whether removing an mdev takes its group out of the container under a client that still has the group open but not the device, 6.1
     * on (the release is UNVERIFIED). Before, the removal waits for that client too.
     *
     * @return true if the group is revoked
     */
    boolean removalRevokesGroup();
}
