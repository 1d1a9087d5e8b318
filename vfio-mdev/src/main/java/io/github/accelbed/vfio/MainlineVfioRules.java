package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;

/** Mainline's rules; the only place of this module that compares versions. */
record MainlineVfioRules(KernelVersion version) implements VfioRules {
    @Override
    public boolean checksReservedRegions() {
        return version.since(5, 4);
    }

    @Override
    public boolean limitsMappings() {
        return version.since(5, 1);
    }

    @Override
    public boolean ownsGroups() {
        return true;
    }

    @Override
    public boolean isolatesGroups() {
        return true;
    }

    @Override
    public boolean unmapsAtDetach() {
        return true;
    }

    @Override
    public boolean resetsAtClose() {
        return true;
    }

    @Override
    public int pinBatchPages() {
        return version.since(5, 12) ? DmaMapping.CHUNK_PAGES : 1;
    }

    @Override
    public boolean accountsLockedPages() {
        return true;
    }

    @Override
    public boolean foreignMmMayUnmap() {
        return version.since(6, 0);
    }

    @Override
    public boolean unchargesChargedMm() {
        return version.has(Fix.VFIO_LOCKED_VM_OVER_EXEC);
    }

    @Override
    public boolean losesZeroPage() {
        return !version.has(Fix.VFIO_UNPINS_ZERO_PAGE);
    }

    @Override
    public Errno wrapped() {
        return version.since(6, 18) ? Errno.EOVERFLOW : Errno.EINVAL;
    }

    @Override
    public Errno negativeContainerFd() {
        return version.since(6, 1) ? Errno.EBADF : Errno.EINVAL;
    }

    @Override
    public Errno noDomain() {
        return version.since(6, 11) ? Errno.ENOMEM : Errno.EIO;
    }

    @Override
    public Errno notAContainerFd() {
        return version.since(6, 1) ? Errno.EBADFD : Errno.EINVAL;
    }

    @Override
    public boolean opensDriverForEachFile() {
        return !version.since(5, 15);
    }

    @Override
    public boolean hasMdevIommuDevice() {
        return version.since(5, 2) && !version.since(5, 16);
    }

    @Override
    public boolean excludesMdevsFromVaddr() {
        return version.has(Fix.VFIO_EXCLUDES_MDEVS_FROM_VADDR);
    }

    @Override
    public boolean hasUnmapFlags() {
        return version.since(5, 12);
    }
}
