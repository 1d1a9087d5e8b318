package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** 5.7 to 5.9: one {@code uacce_mm} per device and mm, whose mm_exit callback stops the queues when the mm dies. */
class UacceRulesP57 extends UacceRulesV6 {
    @Override
    public String era() {
        return "P57";
    }

    @Override
    public @Nullable String note() {
        return null;
    }

    @Override
    ErrnoTable errnos() {
        return ErrnoTable.P57;
    }

    @Override
    public Errno bindFailure(Errno cause) {
        return Errno.ENOMEM;
    }

    @Override
    public String listLockName() {
        return "uacce->mm_lock";
    }

    @Override
    public boolean bindsOncePerMm() {
        return true;
    }

    @Override
    public boolean accountsAtRelease() {
        return false;
    }

    @Override
    public boolean unbindsUnderMutex() {
        return false;
    }

    @Override
    public boolean wipesRegionsOnFork() {
        return true;
    }

    @Override
    public Program<UacceRegister> register() {
        return UacceRegister.XARRAY;
    }

    @Override
    public Program<FopsOpen> open() {
        return FopsOpen.UNDER_MM_LOCK;
    }

    @Override
    public Program<FopsRelease> release() {
        return FopsRelease.UNDER_MM_LOCK;
    }

    @Override
    public Program<PutHwQueue> putHwQueue() {
        return PutHwQueue.TAKES_MUTEX;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.ALWAYS_OK;
    }

    @Override
    public Program<UacceRemove> remove() {
        return UacceRemove.UNLOCKED;
    }
}
