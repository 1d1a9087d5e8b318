package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** Mainline's rules, before the merge those of the sixth posting; the only place of uacce that compares versions. */
record MainlineUacceRules(KernelVersion version) implements UacceRules {
    @Override
    public String era() {
        return byEra("V6", "P57", "P510", "P60", "P26");
    }

    private <T> T byEra(T v6, T p57, T p510, T p60, T p26) {
        if (version.has(Fix.UACCE_PUT_ONLY_STOPS)) {
            return p26;
        }
        if (version.has(Fix.UACCE_HANDLES_REMOVAL)) {
            return p60;
        }
        if (version.since(5, 8)) {
            return p510;
        }
        return version.since(5, 7) ? p57 : v6;
    }

    @Override
    public @Nullable String note() {
        return version.since(5, 7)
                ? null
                : "uacce is out of tree before 5.7; this is the sixth posting of October 2019, with SVA";
    }

    @Override
    public Errno answer(UacceCase situation) {
        if (situation == UacceCase.MREMAP && version.has(Fix.UACCE_REFUSES_MREMAP)) {
            return Errno.EPERM;
        }
        ErrnoTable p60 = version.since(6, 4) ? ErrnoTable.P64 : ErrnoTable.P60;
        return byEra(ErrnoTable.V6, ErrnoTable.P57, ErrnoTable.P510, p60, p60).answer(situation);
    }

    @Override
    public Errno probeOfBound() {
        return version.since(5, 14) ? Errno.EBUSY : Errno.ENODEV;
    }

    /** The bind's own errno (the sixth posting answers 0 with no queue behind it, which is left out), but {@code uacce_mm_get} answers a null pointer. */
    @Override
    public Errno bindFailure(Errno cause) {
        if (bindsOncePerMm()) {
            return Errno.ENOMEM;
        }
        return cause == Errno.ENOSPC ? answer(UacceCase.OPEN_NO_PASID) : cause;
    }

    @Override
    public boolean probesSva() {
        return !version.since(6, 16);
    }

    @Override
    public boolean checksQueueIsValid() {
        return version.has(Fix.UACCE_HANDLES_REMOVAL);
    }

    @Override
    public boolean offersQpInfo() {
        return version.since(6, 1);
    }

    @Override
    public String listLockName() {
        String queuesLock = "uacce->queues_lock";
        return byEra("uacce->q_lock", "uacce->mm_lock", queuesLock, queuesLock, queuesLock);
    }

    @Override
    public boolean perDeviceMutex() {
        return version.has(Fix.UACCE_HANDLES_REMOVAL);
    }

    @Override
    public boolean bindsOncePerMm() {
        return version.since(5, 7) && !version.since(5, 8);
    }

    @Override
    public boolean munmapFreesRegion() {
        return version.since(6, 5);
    }

    @Override
    public boolean accountsAtRelease() {
        return !version.since(5, 7);
    }

    @Override
    public boolean unbindsUnderMutex() {
        return !version.since(5, 7);
    }

    @Override
    public boolean wipesRegionsOnFork() {
        return version.since(5, 7);
    }

    @Override
    public boolean offersIsolation() {
        return version.since(6, 3);
    }

    @Override
    public Program<UacceRegister> register() {
        return version.since(5, 7) ? UacceRegister.XARRAY : UacceRegister.UNDER_MUTEX;
    }

    @Override
    public Program<FopsOpen> open() {
        return byEra(
                FopsOpen.UNLOCKED,
                FopsOpen.UNDER_MM_LOCK,
                FopsOpen.LISTED,
                FopsOpen.UNDER_DEVICE_MUTEX,
                FopsOpen.UNDER_DEVICE_MUTEX);
    }

    @Override
    public Program<FopsRelease> release() {
        return byEra(
                FopsRelease.UNBINDS_BEFORE_PUT,
                FopsRelease.UNDER_MM_LOCK,
                FopsRelease.PUTS_FIRST,
                FopsRelease.UNDER_MUTEX,
                FopsRelease.UNDER_MUTEX);
    }

    @Override
    public Program<PutHwQueue> putHwQueue() {
        return byEra(
                PutHwQueue.CALLER_LOCKS,
                PutHwQueue.TAKES_MUTEX,
                PutHwQueue.TAKES_MUTEX,
                PutHwQueue.CALLER_LOCKS,
                PutHwQueue.CALLER_LOCKS);
    }

    @Override
    public Program<PollQueue> poll() {
        return version.has(Fix.UACCE_HANDLES_REMOVAL) ? PollQueue.CHECKED : PollQueue.ALWAYS;
    }

    @Override
    public Program<DriverIoctl> driverIoctl() {
        return version.has(Fix.UACCE_HANDLES_REMOVAL) ? DriverIoctl.UNDER_MUTEX : DriverIoctl.UNLOCKED;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return byEra(
                PutQueue.UNDER_MUTEX, PutQueue.ALWAYS_OK, PutQueue.ALWAYS_OK, PutQueue.CHECKED, PutQueue.STOPS_ONLY);
    }

    @Override
    public Program<UacceRemove> remove() {
        return byEra(
                UacceRemove.UNDER_MUTEX,
                UacceRemove.UNLOCKED,
                UacceRemove.UNLOCKED,
                version.since(6, 5) ? UacceRemove.ZAPS_EACH : UacceRemove.ZAPS_FIRST,
                UacceRemove.ZAPS_EACH);
    }
}
