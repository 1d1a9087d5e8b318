package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.OpenMdev;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Getting a queue by iommufd: open {@code /dev/iommu}, open the device's node, BIND, IOAS_ALLOC, ATTACH, GET_REGION_INFO, mmap of the
 * doorbell: 7, and with the IOAS_MAP of the first buffer the 8 that a first job needs. 5 in an IOAS that is there.
 *
 * <p>A device that somebody else has is noticed at BIND, so each costs three calls in vain: open, BIND, close. A raw opening is the open(2) of a
 * device's node, which gives no queue.
 */
final class OpenIommufdQueue extends OpenMdev<OpenIommufdQueue> {
    private static final Program<OpenIommufdQueue> OPEN = attach(takeDevice(Program.<OpenIommufdQueue>of("open queue")
                    .userSpace()
                    .calls("iommufd_fops_open", Cost.INCLUDED, o -> o.openIommufd)
                    .undo("close iommufd", Cost.INCLUDED, calling(o -> o.close(o.openIommufd.file()))))
            .calls("IOMMU_IOAS_ALLOC", Cost.INCLUDED, o -> o.allocIoas()));

    private static final Program<OpenIommufdQueue> OPEN_WITH =
            attach(takeDevice(Program.<OpenIommufdQueue>of("open queue, IOAS shared")
                    .userSpace()
                    .cpu("fdget iommufd", Cost.INCLUDED, (o, a) -> o.shareIommufd())));

    private static final Program<OpenIommufdQueue> OPEN_RAW = Program.<OpenIommufdQueue>of("open device node")
            .userSpace()
            .cpu("vfio_device_fops_cdev_open", Cost.SYSCALL, (o, a) -> o.tryNext(a))
            .returned((o, a) -> o.tried(a))
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finish(false))
            .build();

    private final IommufdDriver driver;
    private final OpenIommufd openIommufd;
    private @Nullable IommufdContext shared;
    private @Nullable IoasAlloc ioasAlloc;
    private @Nullable OpenCdev node;
    private @Nullable Ioas ioas;
    private @Nullable IommufdQueue queue;

    /**
     * An opening.
     *
     * @param parent of which device
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    OpenIommufdQueue(IommufdDriver driver, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(
                options.raw() ? OPEN_RAW : options.with() == null ? OPEN : OPEN_WITH,
                driver.bus(),
                task,
                parent,
                options,
                leased);
        this.driver = driver;
        openIommufd = new OpenIommufd(driver, task, !options.inherit());
    }

    private static Program.Builder<OpenIommufdQueue> takeDevice(Program.Builder<OpenIommufdQueue> before) {
        return before.cpu("vfio_device_fops_cdev_open, BIND_IOMMUFD", Cost.SYSCALL, (o, a) -> o.tryNext(a))
                .returned((o, a) -> o.tried(a))
                .undo(
                        "close device node",
                        Cost.INCLUDED,
                        calling(o -> o.close(o.node().file())));
    }

    private static Program<OpenIommufdQueue> attach(Program.Builder<OpenIommufdQueue> before) {
        return before.calls("VFIO_DEVICE_ATTACH_IOMMUFD_PT", Cost.VFIO_OPEN, o -> o.attach())
                .cpu("GET_REGION_INFO, vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell())
                .build();
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    @Override
    protected AccessOperation<?> attempt(Mdev candidate) {
        VfioCdev cdev = IommufdDriver.node(candidate);
        boolean closeOnExec = !options().inherit();
        IommufdContext context = context();
        if (context == null) {
            node = new OpenCdev(driver, task(), cdev, closeOnExec);
            return node;
        }
        OpenAndBind take = new OpenAndBind(driver, task(), cdev, context, closeOnExec);
        node = take.open();
        return take;
    }

    /** One that is gone when it is opened costs nothing here. */
    @Override
    protected int vainCalls() {
        return node().file() == null ? 0 : 2;
    }

    private @Nullable Operation<?> close(@Nullable OpenFile file) {
        return file == null ? null : new CloseFile(task(), file);
    }

    private @Nullable IommufdContext context() {
        return shared == null ? openIommufd.context() : shared;
    }

    private OpenCdev node() {
        return Objects.requireNonNull(node, "no device");
    }

    private int shareIommufd() {
        if (options().with() instanceof IommufdQueue other) {
            shared = other.context();
            ioas = other.ioas();
        }
        if (shared == null || ioas == null) {
            return fail(Errno.EINVAL);
        }
        return task().files().holds(shared.file()) ? Flow.NEXT : fail(Errno.EBADF);
    }

    private @Nullable Operation<?> allocIoas() {
        IommufdContext context = context();
        ioasAlloc = context == null ? null : new IoasAlloc(task(), context);
        return ioasAlloc;
    }

    private @Nullable Ioas ioas() {
        return ioasAlloc == null ? ioas : ioasAlloc.ioas();
    }

    private @Nullable Operation<?> attach() {
        Ioas into = ioas();
        return into == null ? null : new AttachPt(driver, task(), node().cdev(), into.id());
    }

    private int mapDoorbell() {
        task().countSyscalls(2);
        return finish(true);
    }

    private int finish(boolean bound) {
        OpenFile file = node().file();
        if (file == null) {
            return fail(Errno.EBADF);
        }
        Mdev mdev = node().cdev().mdev();
        if (bound) {
            mdev.noteClient();
        }
        queue = new IommufdQueue(
                driver,
                options().name(),
                node().cdev(),
                bound ? mdev.queue() : HwQueue.none(parent().device()),
                file,
                context(),
                ioas(),
                task().mm());
        return Flow.DONE;
    }
}
