package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import io.github.accelbed.vfio.mdev.CreateMdev;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Getting a queue by iommufd: open {@code /dev/iommu}, open the device's node, BIND, IOAS_ALLOC, ATTACH, GET_REGION_INFO, mmap of the
 * doorbell: 7, and with the IOAS_MAP of the first buffer the 8 that a first job needs. 5 in an IOAS that is there.
 *
 * <p>A device that somebody else has is noticed at BIND, so each costs three calls in vain: open, BIND, close. If none is left, root creates
 * an mdev while there are instances. A raw opening is the open(2) of a device's node, which gives no queue.
 */
final class OpenIommufdQueue extends OpenOperation<OpenIommufdQueue> {
    private static final Program<OpenIommufdQueue> OPEN = Program.<OpenIommufdQueue>of("open queue")
            .cpu("iommufd_fops_open", Cost.INCLUDED, (o, a) -> o.openIommufd(a))
            .cpu("vfio_device_fops_cdev_open, BIND_IOMMUFD", Cost.SYSCALL, (o, a) -> o.bind(a))
            .cpu("IOMMU_IOAS_ALLOC", Cost.INCLUDED, (o, a) -> o.allocIoas(a))
            .cpu("VFIO_DEVICE_ATTACH_IOMMUFD_PT", Cost.VFIO_OPEN, (o, a) -> o.attach(a))
            .cpu("GET_REGION_INFO, vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell(a))
            .build();

    private static final Program<OpenIommufdQueue> OPEN_WITH = Program.<OpenIommufdQueue>of("open queue, IOAS shared")
            .cpu("fdget iommufd", Cost.INCLUDED, (o, a) -> o.shareIommufd())
            .cpu("vfio_device_fops_cdev_open, BIND_IOMMUFD", Cost.SYSCALL, (o, a) -> o.bind(a))
            .cpu("VFIO_DEVICE_ATTACH_IOMMUFD_PT", Cost.VFIO_OPEN, (o, a) -> o.attach(a))
            .cpu("GET_REGION_INFO, vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell(a))
            .build();

    private static final Program<OpenIommufdQueue> OPEN_RAW = Program.<OpenIommufdQueue>of("open device node")
            .cpu("vfio_device_fops_cdev_open", Cost.SYSCALL, (o, a) -> o.openNode(a))
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finishRaw(a))
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final MdevParent parent;
    private final OpenOptions options;
    private final @Nullable Mdev leased;
    private final List<OpenFile> opened = new ArrayList<>();
    private int lastTried = -1;
    private @Nullable AccessOperation<?> call;
    private @Nullable IommufdContext context;
    private @Nullable OpenCdev node;
    private @Nullable Ioas ioas;
    private @Nullable IommufdQueue queue;

    /**
     * An opening.
     *
     * @param driver iommufd
     * @param task who opens
     * @param parent of which device
     * @param options how
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    OpenIommufdQueue(IommufdDriver driver, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(options.raw() ? OPEN_RAW : options.with() == null ? OPEN : OPEN_WITH);
        this.driver = driver;
        this.task = task;
        this.parent = parent;
        this.options = options;
        this.leased = leased;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    private int call(Actor actor, AccessOperation<?> next, int flow) {
        call = next;
        actor.call(next);
        return flow;
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        actor.charge(0);
        actor.call(new CloseFiles(task, opened));
        return Flow.DONE;
    }

    /** Whether the next try would miss the same; a busy device is none of that. */
    private static boolean outOfResources(Errno answer) {
        return answer == Errno.ENOMEM || answer == Errno.EMFILE;
    }

    private int openIommufd(Actor actor) {
        return call(actor, new OpenIommufd(driver, task, !options.inherit()), Flow.NEXT);
    }

    private int shareIommufd() {
        if (options.with() instanceof IommufdQueue other) {
            context = other.context();
            ioas = other.ioas();
        }
        if (context == null || !task.files().holds(context.file())) {
            answer(context == null ? Errno.EINVAL : Errno.EBADF);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    /** The next device to try, root's new one if there is none, null if there cannot be one. */
    private int tryNext(Actor actor) {
        Mdev candidate = leased == null ? parent.childAfter(lastTried) : leased;
        if (candidate == null) {
            if (parent.availableInstances(MdevType.ONE_QUEUE) == 0) {
                return fail(actor, parent.registered() ? Errno.EBUSY : Errno.ENODEV);
            }
            if (call instanceof CreateMdev create && !create.result().ok()) {
                return fail(actor, create.result());
            }
            return call(actor, driver.bus().createAny(parent), Flow.AGAIN);
        }
        lastTried = candidate.node().number();
        node = new OpenCdev(driver, task, IommufdDriver.node(candidate), !options.inherit());
        return call(actor, node, Flow.AGAIN);
    }

    private int bind(Actor actor) {
        actor.charge(0);
        if (call instanceof OpenIommufd fresh && fresh.context() != null) {
            context = fresh.context();
            opened.add(0, context.file());
        }
        if (call != null && outOfResources(call.result())) {
            return fail(actor, call.result());
        }
        if (context == null) {
            return fail(actor, Errno.EBADF);
        }
        if (call instanceof OpenCdev got && got.file() != null) {
            opened.add(0, got.file());
            return call(actor, new BindIommufd(task, got.cdev(), got.file(), context), Flow.AGAIN);
        }
        if (call instanceof BindIommufd bound && node != null && node.file() != null) {
            if (bound.result().ok()) {
                return Flow.NEXT;
            }
            if (leased != null) {
                return fail(actor, bound.result());
            }
            call = null;
            actor.charge(2);
            OpenFile vain = opened.remove(0);
            actor.call(new CloseFiles(task, List.of(vain)));
            return Flow.AGAIN;
        }
        if (leased != null && call instanceof OpenCdev gone) {
            return fail(actor, gone.result());
        }
        return tryNext(actor);
    }

    private int allocIoas(Actor actor) {
        return context == null ? fail(actor, Errno.EBADF) : call(actor, new IoasAlloc(task, context), Flow.NEXT);
    }

    private int attach(Actor actor) {
        if (call instanceof IoasAlloc alloc) {
            if (!alloc.result().ok()) {
                return fail(actor, alloc.result());
            }
            ioas = alloc.ioas();
        }
        if (ioas == null || node == null) {
            return fail(actor, Errno.ENOENT);
        }
        return call(actor, new AttachPt(driver, task, node.cdev(), ioas.id()), Flow.NEXT);
    }

    private int mapDoorbell(Actor actor) {
        if (call != null && !call.result().ok()) {
            return fail(actor, call.result());
        }
        task.countSyscalls(2);
        return finish(actor, true);
    }

    private int openNode(Actor actor) {
        actor.charge(0);
        if (call != null && outOfResources(call.result())) {
            return fail(actor, call.result());
        }
        if (node != null && node.file() != null) {
            opened.add(0, node.file());
            return Flow.NEXT;
        }
        if (leased != null && call instanceof OpenCdev gone) {
            return fail(actor, gone.result());
        }
        return tryNext(actor);
    }

    private int finishRaw(Actor actor) {
        return finish(actor, false);
    }

    private int finish(Actor actor, boolean bound) {
        OpenFile file = node == null ? null : node.file();
        if (node == null || file == null) {
            return fail(actor, Errno.EBADF);
        }
        Mdev mdev = node.cdev().mdev();
        if (bound) {
            mdev.noteClient();
        }
        queue = new IommufdQueue(
                driver.kernel(),
                options.name(),
                node.cdev(),
                bound ? mdev.queue() : HwQueue.none(parent.device()),
                file,
                context,
                ioas,
                task.mm());
        return Flow.DONE;
    }
}
