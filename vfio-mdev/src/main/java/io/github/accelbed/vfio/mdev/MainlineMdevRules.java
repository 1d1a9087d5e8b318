package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;

/** Mainline's rules; the only place of this package that compares versions. */
record MainlineMdevRules(KernelVersion version) implements MdevRules {
    @Override
    public Errno instancesSpent() {
        return version.since(6, 1) ? Errno.EUSERS : Errno.ENOSPC;
    }

    @Override
    public boolean removalWaitsForRelease() {
        return version.since(5, 2);
    }

    @Override
    public boolean unregistrationExcludesOthers() {
        return version.has(Fix.MDEV_UNREGISTRATION_EXCLUDES);
    }

    @Override
    public boolean removalRevokesGroup() {
        return version.since(6, 1);
    }
}
