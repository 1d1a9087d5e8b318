package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Program;

/** 5.10 to 5.19: every open binds for itself and nothing happens to a queue when its mm dies. */
class UacceRulesP510 extends UacceRulesP57 {
    @Override
    public String era() {
        return "P510";
    }

    @Override
    ErrnoTable errnos() {
        return ErrnoTable.P510;
    }

    @Override
    public Errno bindFailure(Errno cause) {
        return cause == Errno.ENOSPC ? answer(UacceCase.OPEN_NO_PASID) : cause;
    }

    @Override
    public String listLockName() {
        return "uacce->queues_lock";
    }

    @Override
    public boolean bindsOncePerMm() {
        return false;
    }

    @Override
    public Program<FopsOpen> open() {
        return FopsOpen.LISTED;
    }

    @Override
    public Program<FopsRelease> release() {
        return FopsRelease.PUTS_FIRST;
    }
}
