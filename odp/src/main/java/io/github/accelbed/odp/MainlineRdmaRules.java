package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.step.Program;

/**
 * The rules of mainline: 4.20 (per-mm tracking), 5.5 (interval notifiers), 5.10 (hmm_range_fault), 5.12 (COPY_ON_FORK), 6.0 (mmput_async),
 * 6.2 (read-only pins).
 */
record MainlineRdmaRules(KernelVersion version) implements RdmaRules {
    @Override
    public Errno rangeOverflow() {
        return version.since(5, 5) ? Errno.EOVERFLOW : Errno.EINVAL;
    }

    @Override
    public Errno withoutOnDemand() {
        return version.since(6, 2) ? Errno.EOPNOTSUPP : Errno.EINVAL;
    }

    @Override
    public Errno withoutProtectionDomain() {
        return version.has(Fix.UVERBS_TELLS_WHAT_IS_MISSING) ? Errno.ENOENT : Errno.EINVAL;
    }

    @Override
    public int pinnedRegionFlags(boolean writable) {
        if (version.since(6, 2)) {
            return writable ? GetUserPages.FOLL_WRITE : 0;
        }
        return GetUserPages.FOLL_WRITE | (writable ? 0 : GetUserPages.FOLL_FORCE);
    }

    @Override
    public boolean pinsFast() {
        return version.since(5, 6);
    }

    @Override
    public boolean tellsCopyOnFork() {
        return version.since(5, 12);
    }

    @Override
    public boolean checksHugetlbAtRegistration() {
        return !version.since(5, 10);
    }

    @Override
    public int advices() {
        return version.since(5, 10) ? 3 : version.since(5, 0) ? 2 : 0;
    }

    @Override
    public Errno prefetchWriteOfReadOnly() {
        return version.since(5, 1) ? Errno.EPERM : Errno.EINVAL;
    }

    @Override
    public boolean faultsOnSharedReceiveQueues() {
        return version.since(5, 1);
    }

    @Override
    public boolean entersPresentPagesAtRegistration() {
        return version.since(5, 10);
    }

    @Override
    public boolean retriesAfterInvalidation() {
        return true;
    }

    @Override
    public boolean mapsAllOrNone() {
        return version.since(5, 10);
    }

    @Override
    public boolean reregistrationPinsAnew() {
        return !version.since(5, 11);
    }

    @Override
    public boolean checksReregistration() {
        return version.has(Fix.RDMA_REREG_LOOKS_AT_PINS);
    }

    @Override
    public boolean recoversUmrQueue() {
        return version.since(6, 0);
    }

    @Override
    public boolean backsZappedRegisters() {
        return version.has(Fix.RDMA_BACKS_ZAPPED_REGISTERS);
    }

    @Override
    public Program<DestroyOdpRegion> destroyOdpRegion() {
        boolean withoutMutex = version.since(5, 13) && !version.has(Fix.MLX5_ODP_DEREG_RACE);
        return withoutMutex ? DestroyOdpRegion.WITHOUT_MUTEX : DestroyOdpRegion.UNDER_MUTEX;
    }

    @Override
    public Program<InvalidateMirror> invalidateMirror() {
        if (recoversUmrQueue() && !version.has(Fix.MLX5_UMR_RESET_WAITS)) {
            return InvalidateMirror.WITH_HASTY_RESET;
        }
        return version.since(5, 5) ? InvalidateMirror.SINCE_5_5 : InvalidateMirror.UP_TO_5_4;
    }

    @Override
    public Program<MapDmaAndLock> mapDmaAndLock() {
        if (version.has(Fix.ODP_FAULT_PUTS_MM_ASYNC)) {
            return MapDmaAndLock.SINCE_6_0;
        }
        if (version.since(5, 10)) {
            return MapDmaAndLock.SINCE_5_10;
        }
        return version.since(5, 5) ? MapDmaAndLock.SINCE_5_5 : MapDmaAndLock.UP_TO_5_4;
    }
}
