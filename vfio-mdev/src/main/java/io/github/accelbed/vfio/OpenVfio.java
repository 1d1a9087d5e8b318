package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Getting a queue by the group path, with the fewest system calls: open the container, open a group, SET_CONTAINER, SET_IOMMU,
 * GET_DEVICE_FD, mmap of the doorbell: 6, and 4 in a container that has its IOMMU. With the mmap and the MAP_DMA of the first buffer,
 * which are steps of their own, they are the 8 that a first job needs at least.
 *
 * <p>Nothing names a free group, so the client tries one after the other; each that is taken costs one open(2) with EBUSY. If none is
 * left, root creates an mdev while there are instances. A raw opening is the open(2) of the group's node: there is no device file, so
 * its queue is not started and its own descriptor is the group's.
 *
 * <p>Left out: GET_API_VERSION, CHECK_EXTENSION, GET_STATUS and the GET_INFO calls, which change nothing; the doorbell's area, whose
 * mmap is counted, so here closing the device's descriptor stops the queue although the kernel would wait for the area.
 */
final class OpenVfio extends OpenOperation<OpenVfio> {
    private static final Program<OpenVfio> OPEN = groupPath(Program.<OpenVfio>of("open queue")
                    .cpu("vfio_fops_open", Cost.INCLUDED, (o, a) -> o.openContainer()))
            .build();

    private static final Program<OpenVfio> OPEN_WITH = groupPath(Program.<OpenVfio>of("open queue, container shared")
                    .cpu("fdget container", Cost.INCLUDED, (o, a) -> o.shareContainer()))
            .build();

    private static final Program<OpenVfio> OPEN_RAW = Program.<OpenVfio>of("open group")
            .cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finish())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final MdevParent parent;
    private final OpenOptions options;
    private final List<OpenFile> opened = new ArrayList<>();
    private int lastTried = -1;
    private @Nullable Container container;
    private @Nullable Mdev mdev;
    private @Nullable OpenFile groupFile;
    private @Nullable OpenFile deviceFile;
    private @Nullable VfioQueue queue;

    /**
     * An opening.
     *
     * @param driver VFIO
     * @param task who opens
     * @param parent of which device
     * @param options how
     */
    OpenVfio(VfioDriver driver, Task task, MdevParent parent, OpenOptions options) {
        super(options.raw() ? OPEN_RAW : options.with() == null ? OPEN : OPEN_WITH);
        this.driver = driver;
        this.task = task;
        this.parent = parent;
        this.options = options;
    }

    private static Program.Builder<OpenVfio> groupPath(Program.Builder<OpenVfio> first) {
        return first.cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
                .cpu("vfio_group_set_container", Cost.INCLUDED, (o, a) -> o.setContainer(a))
                .cpu("vfio_ioctl_set_iommu", Cost.INCLUDED, (o, a) -> o.setIommu(a))
                .cpu("vfio_group_get_device_fd", Cost.VFIO_OPEN, (o, a) -> o.getDeviceFd(a))
                .cpu("vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell());
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    private void install(OpenFile file) {
        task.files().install(file, !options.inherit());
        opened.add(0, file);
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        actor.charge(0);
        actor.call(new CloseFiles(task, opened));
        return Flow.DONE;
    }

    private int openContainer() {
        task.countSyscalls(1);
        Container fresh = driver.newContainer();
        container = fresh;
        install(fresh.file());
        return Flow.NEXT;
    }

    private int shareContainer() {
        container = options.with() instanceof VfioQueue other ? other.container() : null;
        if (container == null) {
            answer(Errno.EINVAL);
            return Flow.DONE;
        }
        if (!task.files().holds(container.file())) {
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private int openGroup(Actor actor) {
        Mdev candidate = parent.childAfter(lastTried);
        if (candidate == null) {
            if (parent.availableInstances() == 0) {
                return fail(actor, parent.registered() ? Errno.EBUSY : Errno.ENODEV);
            }
            actor.charge(0);
            actor.call(new CreateMdev(driver, driver.newUuid(parent), parent));
            return Flow.AGAIN;
        }
        lastTried = candidate.group().number();
        task.countSyscalls(1);
        if (!candidate.idle()) {
            return Flow.AGAIN;
        }
        actor.charge(0);
        VfioGroup group = candidate.group();
        OpenFile file = new OpenFile("/dev/vfio/" + group.number(), (cpu, released) -> new ReleaseGroup(driver, group));
        group.setGroupFile(file);
        group.getUser();
        candidate.noteClient();
        mdev = candidate;
        groupFile = file;
        install(file);
        return Flow.NEXT;
    }

    private int setContainer(Actor actor) {
        if (container == null || mdev == null) {
            throw new IllegalStateException("nothing to attach");
        }
        if (!container.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        task.countSyscalls(1);
        container.groups().add(mdev.group());
        mdev.group().setContainer(container);
        container.groupLock().unlock(actor);
        return Flow.NEXT;
    }

    private int setIommu(Actor actor) {
        if (container == null) {
            throw new IllegalStateException("no container");
        }
        if (!container.groupLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        if (container.iommu() == null && !container.groups().isEmpty()) {
            task.countSyscalls(1);
            container.setIommu(driver.newIommu());
        }
        container.groupLock().unlock(actor);
        return Flow.NEXT;
    }

    private int getDeviceFd(Actor actor) {
        if (mdev == null) {
            throw new IllegalStateException("no group");
        }
        task.countSyscalls(1);
        if (!mdev.active()) {
            return fail(actor, Errno.ENODEV);
        }
        Mdev device = mdev;
        OpenFile file = new OpenFile(device.name(), (cpu, released) -> new ReleaseDevice(driver, device));
        device.group().setDeviceFile(file);
        device.group().getUser();
        device.queue().start();
        deviceFile = file;
        install(file);
        return Flow.NEXT;
    }

    private int mapDoorbell() {
        task.countSyscalls(1);
        return finish();
    }

    private int finish() {
        if (mdev == null || groupFile == null) {
            throw new IllegalStateException("no group");
        }
        Type1Iommu iommu = container == null ? null : container.iommu();
        queue = new VfioQueue(
                driver.kernel(),
                options.name(),
                mdev,
                deviceFile == null ? groupFile : deviceFile,
                groupFile,
                container,
                new ContainerTranslator(driver.kernel().iommu(), iommu, task.mm()));
        return Flow.DONE;
    }
}
