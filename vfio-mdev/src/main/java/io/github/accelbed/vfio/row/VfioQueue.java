package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.NothingToDo;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.BindMm;
import io.github.accelbed.vfio.BindPasid;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.MapDma;
import io.github.accelbed.vfio.MapRequest;
import io.github.accelbed.vfio.RegisterMm;
import io.github.accelbed.vfio.Type1Iommu;
import io.github.accelbed.vfio.UnmapDma;
import io.github.accelbed.vfio.UnmapRequest;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioMm;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/** A queue as its client has it: an mdev's device file, the group's file and the container. */
public final class VfioQueue extends AccessQueue {
    private final VfioDriver driver;
    private final VfioRow row;
    private final Mdev mdev;
    private final OpenFile groupFile;
    private final @Nullable Container container;
    private final VfioTranslator translator;
    private final long invalidationsBefore;

    /**
     * An opened queue.
     *
     * @param mdev the mdev behind it
     * @param file its own descriptor: the device's file, or the queue's where it has one, or the group's after a raw open
     * @param groupFile the group's file
     * @param container its container, or null after a raw open
     * @param cpu where its jobs run, and what its driver does for them
     * @param translator how its addresses become frames
     */
    VfioQueue(
            VfioDriver driver,
            VfioRow row,
            String name,
            Mdev mdev,
            HwQueue hardware,
            OpenFile file,
            OpenFile groupFile,
            @Nullable Container container,
            Cpu cpu,
            VfioTranslator translator) {
        super(driver.kernel(), name, hardware, file, cpu, translator);
        this.driver = driver;
        this.row = row;
        this.mdev = mdev;
        this.groupFile = groupFile;
        this.container = container;
        this.translator = translator;
        invalidationsBefore = translator.invalidations();
    }

    /**
     * The mdev behind it.
     *
     * @return the mdev
     */
    public Mdev mdev() {
        return mdev;
    }

    /** How its addresses become frames. */
    VfioTranslator translator() {
        return translator;
    }

    /** The group's file. */
    OpenFile groupFile() {
        return groupFile;
    }

    /**
     * Its container, or null after a raw open.
     *
     * @return the container, or null
     */
    @Nullable
    public Container container() {
        return container;
    }

    @Override
    public AccessOperation<?> close(Task task, boolean raw) {
        return new CloseVfio(driver, row, task, this, raw);
    }

    @Override
    public AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        if (row.bindsMm()) {
            return new NothingToDo();
        }
        return row.client() == VfioRow.Client.WHOLE_MM
                ? new RegisterMm(driver, task, container)
                : new MapDma(driver, task, container, start, pages, write);
    }

    @Override
    public AccessOperation<?> mapAt(Task task, long start, long pages, boolean write, long iova) {
        return new MapDma(driver, task, container, MapRequest.at(iova, start, pages, write));
    }

    @Override
    public AccessOperation<?> unmap(Task task, long start, long pages) {
        return row.bindsMm() ? new NothingToDo() : new UnmapDma(driver, task, container, start, pages);
    }

    @Override
    public AccessOperation<?> unmapVaddr(Task task, long start, long pages) {
        return new UnmapDma(driver, task, container, UnmapRequest.ofVaddr(start, pages));
    }

    @Override
    public AccessOperation<?> mapVaddr(Task task, long start, long pages, long iova) {
        return new MapDma(driver, task, container, MapRequest.ofVaddr(iova, start, pages));
    }

    @Override
    public AccessOperation<?> bind(Task task, Task whose) {
        return translator instanceof BoundTranslator walks
                ? new BindMm(driver, task, container, whose, walks::write)
                : new BindPasid(driver, task, file(), mdev, whose);
    }

    @Override
    public Errno tag(AccessQueue as) {
        if (translator instanceof BoundTranslator walks) {
            VfioMm other = as instanceof VfioQueue queue && queue.translator instanceof BoundTranslator theirs
                    ? theirs.written()
                    : null;
            if (other != null) {
                walks.write(other);
            }
            return other == null ? Errno.EINVAL : Errno.OK;
        }
        int pasid = as instanceof VfioQueue other && other.driver == driver ? other.pasid() : 0;
        if (pasid == 0) {
            return Errno.EINVAL;
        }
        ((ContainerTranslator) translator).tagWith(pasid);
        return Errno.OK;
    }

    /** The PASID that its transactions should carry; 0 if it has none. */
    int pasid() {
        Type1Iommu iommu = container == null ? null : container.iommu();
        return iommu == null ? 0 : iommu.attachment().pasid();
    }

    @Override
    public long invalidations() {
        return translator.invalidations() - invalidationsBefore;
    }

    @Override
    public long reachable() {
        return hardware().started() ? translator.reachable() : 0;
    }

    @Override
    public long mappable() {
        return hardware().started() ? translator.mappable() : 0;
    }

    @Override
    public long tables() {
        return translator.tables();
    }
}
