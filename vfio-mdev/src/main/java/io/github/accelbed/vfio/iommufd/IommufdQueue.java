package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/** A queue as its client has it: a device bound to an iommufd, and the IOAS that it maps into. */
final class IommufdQueue extends AccessQueue {
    private final IommufdDriver driver;
    private final VfioCdev cdev;
    private final @Nullable IommufdContext context;
    private final @Nullable Ioas ioas;
    private final long invalidationsBefore;

    /**
     * An opened queue.
     *
     * @param file the device's file
     * @param context what it is bound to, or null after a raw open
     * @param ioas what it maps into, or null after a raw open
     * @param opener who opened it
     */
    IommufdQueue(
            IommufdDriver driver,
            String name,
            VfioCdev cdev,
            HwQueue hardware,
            OpenFile file,
            @Nullable IommufdContext context,
            @Nullable Ioas ioas,
            MmStruct opener) {
        super(
                driver.kernel(),
                name,
                hardware,
                file,
                driver.kernel().newCpu(name),
                new CdevTranslator(driver.kernel().iommu(), cdev, opener));
        this.driver = driver;
        this.cdev = cdev;
        this.context = context;
        this.ioas = ioas;
        invalidationsBefore = domainInvalidations();
    }

    /** The device. */
    VfioCdev cdev() {
        return cdev;
    }

    /** What it is bound to, or null after a raw open. */
    @Nullable
    IommufdContext context() {
        return context;
    }

    /** What it maps into, or null after a raw open. */
    @Nullable
    Ioas ioas() {
        return ioas;
    }

    @Override
    public AccessOperation<?> close(Task task, boolean raw) {
        return new CloseIommufdQueue(task, this, raw);
    }

    @Override
    public AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        return mapAt(task, start, pages, write, start);
    }

    @Override
    public AccessOperation<?> mapAt(Task task, long start, long pages, boolean write, long iova) {
        return context == null || ioas == null
                ? new Refused(task, Errno.EINVAL)
                : new IoasMap(driver, task, context, ioas.id(), iova, start, pages, write);
    }

    @Override
    public AccessOperation<?> unmap(Task task, long start, long pages) {
        return context == null || ioas == null
                ? new Refused(task, Errno.EINVAL)
                : new IoasUnmap(driver, task, context, ioas.id(), start, pages);
    }

    private long domainInvalidations() {
        Hwpt hwpt = cdev.hwpt();
        return hwpt == null ? 0 : hwpt.domain().invalidations();
    }

    @Override
    public long invalidations() {
        return Math.max(0, domainInvalidations() - invalidationsBefore);
    }

    @Override
    public long reachable() {
        Hwpt hwpt = cdev.hwpt();
        return hwpt == null || !hardware().started() ? 0 : hwpt.ioas().pages();
    }

    @Override
    public long mappable() {
        return 0;
    }

    @Override
    public long tables() {
        Hwpt hwpt = cdev.hwpt();
        return hwpt == null ? 0 : hwpt.ioas().pages();
    }
}
