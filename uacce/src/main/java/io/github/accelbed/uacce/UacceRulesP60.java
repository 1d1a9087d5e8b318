package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;

/** 6.0 to 6.18: a mutex per device for open, release, removal and all ioctls, and a check that the queue is valid. */
class UacceRulesP60 extends UacceRulesP510 {
    private final boolean munmapFreesRegion;
    private final boolean offersIsolation;
    private final boolean probesSva;
    private final boolean offersQpInfo;
    private final ErrnoTable errnos;

    UacceRulesP60(KernelVersion version) {
        munmapFreesRegion = version.since(6, 5);
        offersIsolation = version.since(6, 1);
        probesSva = !version.since(6, 16);
        offersQpInfo = version.since(6, 1);
        errnos = version.since(6, 4) ? ErrnoTable.P64 : ErrnoTable.P60;
    }

    @Override
    public String era() {
        return "P60";
    }

    @Override
    ErrnoTable errnos() {
        return errnos;
    }

    @Override
    public boolean probesSva() {
        return probesSva;
    }

    @Override
    public boolean checksQueueIsValid() {
        return true;
    }

    @Override
    public boolean offersQpInfo() {
        return offersQpInfo;
    }

    @Override
    public boolean perDeviceMutex() {
        return true;
    }

    @Override
    public boolean munmapFreesRegion() {
        return munmapFreesRegion;
    }

    @Override
    public boolean offersIsolation() {
        return offersIsolation;
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
    public Program<PollQueue> poll() {
        return PollQueue.CHECKED;
    }

    @Override
    public Program<DriverIoctl> driverIoctl() {
        return DriverIoctl.UNDER_MUTEX;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.CHECKED;
    }

    @Override
    public Program<UacceRemove> remove() {
        return UacceRemove.ZAPS_REGIONS;
    }
}
