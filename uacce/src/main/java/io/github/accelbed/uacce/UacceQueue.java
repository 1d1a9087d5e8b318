package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.uacce.sva.CloseMapped;
import io.github.accelbed.uacce.sva.MmQueue;
import io.github.accelbed.uacce.sva.SvaTranslator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code struct uacce_queue}: one open file, one hardware queue, one address space, for good. */
final class UacceQueue extends MmQueue {
    private final UacceDriver driver;
    private final UacceDevice owner;
    private final UacceMm mm;
    private final SvaTranslator translator;
    private final int serial;
    private final SimLock mutex = new SimLock("q->mutex");
    private final Set<RegionKind> regions = new LinkedHashSet<>();
    private UacceState state = UacceState.INIT;
    private boolean ownsHardware = true;
    private boolean zapped;
    private long completionsSeen;

    private UacceQueue(
            UacceDriver driver,
            UacceDevice owner,
            String name,
            HwQueue hardware,
            OpenFile file,
            Cpu cpu,
            UacceMm mm,
            SvaTranslator translator) {
        super(
                name,
                hardware,
                file,
                cpu,
                driver.platform().engine(driver.kernel().mm(), hardware, translator),
                translator,
                driver.platform().commandsPerInvalidation());
        this.driver = driver;
        this.translator = translator;
        this.owner = owner;
        this.mm = mm;
        serial = driver.nextSerial();
    }

    /** A queue in its first state. */
    static UacceQueue of(
            UacceDriver driver, UacceDevice owner, String name, HwQueue hardware, OpenFile file, Cpu cpu, UacceMm mm) {
        Iommu iommu = driver.kernel().iommu();
        SvaTranslator translator =
                new SvaTranslator(iommu, mm.binding(), driver.platform().fault(cpu));
        return new UacceQueue(driver, owner, name, hardware, file, cpu, mm, translator);
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

    /** {@code q->mutex}, 6.0 on. */
    SimLock mutex() {
        return mutex;
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

    /** Whether its areas have lost their entries ({@code unmap_mapping_range}). */
    boolean zapped() {
        return zapped;
    }

    void zap() {
        zapped = true;
    }

    /** The library's close, MMIO before DUS, or close(2) only. */
    @Override
    public CloseMapped close(Task task, boolean raw) {
        return new CloseMapped(task, file(), raw ? List.of() : List.of(area(RegionKind.MMIO), area(RegionKind.DUS)));
    }

    @Override
    public Errno tag(AccessQueue as) {
        if (!(as instanceof UacceQueue other) || other.driver != driver) {
            return Errno.EINVAL;
        }
        translator.tagAs(other.translator);
        return Errno.OK;
    }

    @Override
    public AccessOperation<?> start(Task task) {
        return new StartQueue(task, this);
    }

    @Override
    public AccessOperation<?> put(Task task) {
        return new PutQueue(task, this);
    }

    @Override
    public AccessOperation<?> mapRegion(Task task, RegionKind region) {
        return new MapRegion(task, this, region);
    }

    @Override
    public AccessOperation<?> unmapRegion(Task task, RegionKind region) {
        return new UnmapRegion(task, this, region);
    }

    @Override
    public AccessOperation<?> moveRegion(Task task, RegionKind region) {
        return new MoveRegion(task, this, region);
    }

    /** The ring in DUS, then the doorbell. */
    @Override
    public List<Long> doorbells() {
        return List.of(regionPage(RegionKind.DUS), regionPage(RegionKind.MMIO));
    }

    @Override
    public long regionPage(RegionKind region) {
        return UacceDriver.regionStart(this, region);
    }

    private CloseMapped.Area area(RegionKind region) {
        return new CloseMapped.Area(UacceDriver.regionStart(this, region), UacceDriver.regionPages(region));
    }

    /** The driver is called; with a queue that it has got back it touches what is no longer its own. */
    void noteDriverCall() {
        if (!ownsHardware) {
            driver.countCallAfterPut();
        }
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

    /**
     * {@code hisi_qm_is_q_updated}: whether completions came since the last call. It moves a head of the kernel's own on, so the same
     * completion is told of once, whether or not the process has looked.
     */
    boolean updated() {
        boolean news = hardware().completed() > completionsSeen;
        completionsSeen = hardware().completed();
        return news;
    }
}
