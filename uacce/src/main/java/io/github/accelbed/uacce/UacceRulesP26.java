package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** From 6.19 on: PUT_Q only stops the queue, which can be started again and stays taken until the file's release. */
final class UacceRulesP26 implements UacceRules {

    @Override
    public String era() {
        return "P26";
    }

    @Override
    public @Nullable String note() {
        return null;
    }

    @Override
    public Errno answer(UacceCase situation) {
        return ErrnoTable.P64.answer(situation);
    }

    @Override
    public boolean perDeviceMutex() {
        return true;
    }

    @Override
    public boolean bindsOncePerMm() {
        return false;
    }

    @Override
    public boolean munmapFreesRegion() {
        return true;
    }

    @Override
    public boolean wipesRegionsOnFork() {
        return true;
    }

    @Override
    public boolean offersIsolation() {
        return true;
    }

    @Override
    public Program<FopsOpen> open() {
        return FopsOpen.UNDER_DEVICE_MUTEX;
    }

    @Override
    public Program<FopsRelease> release() {
        return FopsRelease.UNDER_MUTEX;
    }

    @Override
    public Program<PutHwQueue> putHwQueue() {
        return PutHwQueue.CALLER_LOCKS;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.STOPS_ONLY;
    }

    @Override
    public Program<UacceRemove> remove() {
        return UacceRemove.UNDER_MUTEX;
    }
}
