package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * Up to 5.6: the sixth posting with SVA (16 October 2019), stricter about the order of calls; never merged. Its release unbinds before it
 * gives the queue back, one of the orders that its review found fault with (which ones exactly is UNVERIFIED). The later eras say what
 * they changed.
 */
class UacceRulesV6 implements UacceRules {
    @Override
    public String era() {
        return "V6";
    }

    @Override
    public @Nullable String note() {
        return "uacce is out of tree before 5.7; this is the sixth posting of October 2019, with SVA";
    }

    /** The era's column of the errno table. */
    ErrnoTable errnos() {
        return ErrnoTable.V6;
    }

    @Override
    public final Errno answer(UacceCase situation) {
        return errnos().answer(situation);
    }

    /** The bind's own errno; that the sixth posting kept it is UNVERIFIED. */
    @Override
    public Errno bindFailure(Errno cause) {
        return cause == Errno.ENOSPC ? answer(UacceCase.OPEN_NO_PASID) : cause;
    }

    @Override
    public boolean probesSva() {
        return true;
    }

    @Override
    public boolean checksQueueIsValid() {
        return false;
    }

    @Override
    public boolean offersQpInfo() {
        return false;
    }

    @Override
    public boolean checksStrategyOps() {
        return false;
    }

    @Override
    public String listLockName() {
        return "uacce->q_lock";
    }

    @Override
    public boolean perDeviceMutex() {
        return false;
    }

    @Override
    public boolean bindsOncePerMm() {
        return false;
    }

    @Override
    public boolean munmapFreesRegion() {
        return false;
    }

    @Override
    public boolean accountsAtRelease() {
        return true;
    }

    @Override
    public boolean unbindsUnderMutex() {
        return true;
    }

    @Override
    public boolean wipesRegionsOnFork() {
        return false;
    }

    @Override
    public boolean offersIsolation() {
        return false;
    }

    @Override
    public Program<UacceRegister> register() {
        return UacceRegister.UNGUARDED;
    }

    @Override
    public Program<FopsOpen> open() {
        return FopsOpen.UNLOCKED;
    }

    @Override
    public Program<FopsRelease> release() {
        return FopsRelease.UNBINDS_FIRST;
    }

    @Override
    public Program<PutHwQueue> putHwQueue() {
        return PutHwQueue.CALLER_LOCKS;
    }

    @Override
    public Program<PollQueue> poll() {
        return PollQueue.ALWAYS;
    }

    @Override
    public Program<DriverIoctl> driverIoctl() {
        return DriverIoctl.UNLOCKED;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.UNDER_MUTEX;
    }

    @Override
    public Program<UacceRemove> remove() {
        return UacceRemove.UNDER_MUTEX;
    }
}
