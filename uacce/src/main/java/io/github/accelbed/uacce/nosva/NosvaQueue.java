package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.uacce.sva.CloseMapped;
import io.github.accelbed.uacce.sva.CloseMapped.Area;
import java.util.ArrayList;
import java.util.List;

/** {@code struct uacce_queue} without an address space of its own: it reaches whatever is mapped into the device's. */
final class NosvaQueue extends AccessQueue {
    static final int MMIO_PAGES = 16;
    static final int DUS_PAGES = 37;

    private static final long AREAS_START = 5L << 33;
    private static final int AREAS_STRIDE = 1 << 17;
    private static final int SCRATCH_OFFSET = 64;

    private final NosvaDriver driver;
    private final DmaSpace space;
    private final MmStruct mm;
    private final NosvaTranslator translator;
    private final int serial;

    @Tally("invalidations")
    private final long invalidationsBefore;

    NosvaQueue(
            NosvaDriver driver,
            String name,
            HwQueue hardware,
            OpenFile file,
            DmaSpace space,
            MmStruct mm,
            NosvaTranslator translator) {
        super(driver.kernel(), name, hardware, file, driver.kernel().newCpu(name), translator);
        this.driver = driver;
        this.space = space;
        this.mm = mm;
        this.translator = translator;
        serial = driver.nextSerial();
        invalidationsBefore = space.domain().invalidations();
    }

    DmaSpace space() {
        return space;
    }

    /** Who opened it. */
    MmStruct mm() {
        return mm;
    }

    List<KernelRegion> regions() {
        return translator.regions();
    }

    Area mmio() {
        return new Area(AREAS_START + (long) serial * AREAS_STRIDE, MMIO_PAGES);
    }

    Area dus() {
        return new Area(mmio().start() + MMIO_PAGES, DUS_PAGES);
    }

    /** Where new memory is mapped before it takes a buffer's place. */
    long scratch() {
        return mmio().start() + SCRATCH_OFFSET;
    }

    /** The library's close, the memory that it got from the kernel included; or close(2) only. */
    @Override
    public CloseMapped close(Task task, boolean raw) {
        List<Area> areas = new ArrayList<>();
        if (!raw) {
            areas.add(mmio());
            areas.add(dus());
            regions().forEach(region -> areas.add(new Area(region.start(), (int) region.pages())));
        }
        return new CloseMapped(task, file(), areas);
    }

    @Override
    public long invalidations() {
        return space.domain().invalidations() - invalidationsBefore;
    }

    @Override
    public long reachable() {
        return hardware().started() ? space.mappedPages() : 0;
    }

    @Override
    public long mappable() {
        return 0;
    }

    @Override
    public long tables() {
        return space.mappedPages();
    }

    @Override
    public AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        return new MapIntoRegion(driver, task, this, start, pages, write);
    }

    @Override
    public AccessOperation<?> unmap(Task task, long start, long pages) {
        return new LeaveRegion(driver, task, this, start, pages);
    }
}
