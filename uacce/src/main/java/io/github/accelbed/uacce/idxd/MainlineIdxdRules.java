package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;

/** Mainline. */
final class MainlineIdxdRules implements IdxdRules {
    private final KernelVersion version;

    MainlineIdxdRules(KernelVersion version) {
        this.version = version;
    }

    @Override
    public boolean inTree() {
        return version.since(5, 11);
    }

    @Override
    public boolean checksCallersMm() {
        return version.since(6, 15);
    }

    @Override
    public boolean guardsPortal() {
        return version.has(Fix.IDXD_GUARDS_PORTAL);
    }

    @Override
    public boolean bindsSva() {
        return !version.has(Fix.SVA_OFF_ON_X86) || version.has(Fix.SVA_TELLS_OF_KERNEL_TABLES);
    }

    @Override
    public boolean tellsOfKernelTables() {
        return version.has(Fix.SVA_TELLS_OF_KERNEL_TABLES);
    }

    /** The IOASID allocator, up to 6.3 (UNVERIFIED), said ENOMEM. */
    @Override
    public Errno bindFailure(Errno cause) {
        return cause == Errno.ENOSPC && !version.since(6, 4) ? Errno.ENOMEM : cause;
    }
}
