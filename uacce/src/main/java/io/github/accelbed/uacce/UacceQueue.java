package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.SimLock;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code struct uacce_queue}: one open file, one hardware queue, one address space, for good. Left out: the wait queue, poll and the
 * driver's private ioctls.
 */
final class UacceQueue extends AccessQueue {
    private final UacceDriver driver;
    private final UacceDevice owner;
    private final UacceMm mm;
    private final SvaTranslator translator;
    private final int serial;
    private final SimLock mutex = new SimLock("q->mutex");
    private final Set<RegionKind> regions = EnumSet.noneOf(RegionKind.class);
    private final long invalidationsBefore;
    private UacceState state = UacceState.INIT;
    private boolean ownsHardware = true;

    UacceQueue(
            Kernel kernel,
            UacceDriver driver,
            UacceDevice owner,
            String name,
            int serial,
            HwQueue hardware,
            OpenFile file,
            Cpu cpu,
            SvaTranslator translator,
            UacceMm mm) {
        super(kernel, name, hardware, file, cpu, translator);
        this.driver = driver;
        this.owner = owner;
        this.serial = serial;
        this.translator = translator;
        this.mm = mm;
        invalidationsBefore = mm.binding().domain().invalidations();
    }

    UacceDriver driver() {
        return driver;
    }

    UacceDevice owner() {
        return owner;
    }

    UacceMm mm() {
        return mm;
    }

    /** Its number among all queues ever opened; what its regions' addresses are made from. */
    int serial() {
        return serial;
    }

    /** What guards its regions: {@code q->mutex}, before 6.0 the mutex of the state. */
    SimLock regionLock() {
        return driver.rules().perDeviceMutex() ? mutex : owner.mutex();
    }

    /** The regions whose slot is taken, {@code q->qfrs}. */
    Set<RegionKind> regions() {
        return regions;
    }

    UacceState state() {
        return state;
    }

    boolean ownsHardware() {
        return ownsHardware;
    }

    /** {@code ops->start_queue}. */
    void start() {
        hardware().start();
        state = UacceState.STARTED;
    }

    /** {@code ops->stop_queue}; the queue could be started again. */
    void stop() {
        hardware().stop();
        state = UacceState.INIT;
    }

    /** {@code ops->put_queue}. */
    void put() {
        if (ownsHardware) {
            ownsHardware = false;
            hardware().device().freeQueue(hardware());
        }
        state = UacceState.ZOMBIE;
    }

    private boolean canAccess() {
        IommuDomain domain = mm.binding().domain();
        return hardware().started() && !domain.quiet();
    }

    @Override
    public long invalidations() {
        return mm.binding().domain().invalidations() - invalidationsBefore;
    }

    @Override
    public long reachable() {
        return canAccess() ? translator.reachable() : 0;
    }

    @Override
    public long mappable() {
        return canAccess() ? translator.mappable() : 0;
    }
}
