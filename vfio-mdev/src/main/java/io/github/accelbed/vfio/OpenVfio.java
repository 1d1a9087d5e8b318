package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevType;
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
                    .cpu("vfio_fops_open", Cost.INCLUDED, (o, a) -> o.openContainer(a)))
            .build();

    private static final Program<OpenVfio> OPEN_WITH = groupPath(Program.<OpenVfio>of("open queue, container shared")
                    .cpu("fdget container", Cost.INCLUDED, (o, a) -> o.shareContainer()))
            .build();

    private static final Program<OpenVfio> OPEN_RAW = Program.<OpenVfio>of("open group")
            .cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finish(a))
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final MdevParent parent;
    private final OpenOptions options;
    private final @Nullable Mdev leased;
    private final List<OpenFile> opened = new ArrayList<>();
    private int lastTried = -1;
    private @Nullable AccessOperation<?> call;
    private @Nullable Container container;
    private @Nullable VfioGroup group;
    private @Nullable OpenFile deviceFile;
    private @Nullable VfioQueue queue;

    /**
     * An opening.
     *
     * @param driver VFIO
     * @param task who opens
     * @param parent of which device
     * @param options how
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    OpenVfio(VfioDriver driver, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(options.raw() ? OPEN_RAW : options.with() == null ? OPEN : OPEN_WITH);
        this.driver = driver;
        this.task = task;
        this.parent = parent;
        this.options = options;
        this.leased = leased;
    }

    private static Program.Builder<OpenVfio> groupPath(Program.Builder<OpenVfio> first) {
        return first.cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
                .cpu("vfio_group_set_container", Cost.INCLUDED, (o, a) -> o.setContainer(a))
                .cpu("vfio_ioctl_set_iommu", Cost.INCLUDED, (o, a) -> o.setIommu(a))
                .cpu("vfio_group_get_device_fd", Cost.VFIO_OPEN, (o, a) -> o.getDeviceFd(a))
                .cpu("vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell(a));
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    private int call(Actor actor, AccessOperation<?> next) {
        call = next;
        actor.call(next);
        return Flow.NEXT;
    }

    private boolean failed() {
        return call != null && !call.result().ok();
    }

    private int fail(Actor actor) {
        return call == null ? Flow.DONE : fail(actor, call.result());
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        actor.charge(0);
        actor.call(new CloseFiles(task, opened));
        return Flow.DONE;
    }

    private int openContainer(Actor actor) {
        return call(actor, new OpenContainer(driver, task, !options.inherit()));
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
        if (call instanceof OpenContainer fresh && fresh.container() != null) {
            container = fresh.container();
            opened.add(0, container.file());
            call = null;
        }
        if (call instanceof OpenGroup tried && tried.result().ok()) {
            actor.charge(0);
            group = tried.group();
            OpenFile file = group.groupFile();
            if (file != null) {
                opened.add(0, file);
            }
            return Flow.NEXT;
        }
        // A try that was in vain is paid for here, one that succeeds is part of the whole.
        actor.charge(call instanceof OpenGroup ? 1 : 0);
        if (leased != null && call instanceof OpenGroup) {
            return fail(actor);
        }
        Mdev candidate = leased == null ? parent.childAfter(lastTried) : leased;
        if (candidate == null) {
            if (parent.availableInstances(MdevType.ONE_QUEUE) == 0) {
                return fail(actor, parent.registered() ? Errno.EBUSY : Errno.ENODEV);
            }
            call = null;
            actor.call(driver.bus().createAny(parent));
            return Flow.AGAIN;
        }
        lastTried = candidate.node().number();
        call(actor, new OpenGroup(driver, task, VfioDriver.group(candidate), !options.inherit()));
        return Flow.AGAIN;
    }

    private VfioGroup group() {
        if (group == null) {
            throw new IllegalStateException("no group");
        }
        return group;
    }

    private int setContainer(Actor actor) {
        FdArgument fd = container == null ? FdArgument.UNUSED : FdArgument.of(task, container.file());
        return call(actor, new SetContainer(driver, task, group(), fd));
    }

    private int setIommu(Actor actor) {
        if (failed() || container == null) {
            return fail(actor);
        }
        return container.iommu() != null
                ? Flow.NEXT
                : call(actor, new SetIommu(driver, task, container, IommuType.TYPE1V2));
    }

    private int getDeviceFd(Actor actor) {
        if (failed()) {
            return fail(actor);
        }
        String uuid = group().mdev().uuid();
        return call(actor, new GetDeviceFd(driver, task, group(), uuid, !options.inherit()));
    }

    private int mapDoorbell(Actor actor) {
        if (failed()) {
            return fail(actor);
        }
        if (call instanceof GetDeviceFd got && got.file() != null) {
            deviceFile = got.file();
            opened.add(0, deviceFile);
        }
        task.countSyscalls(1);
        return finish(actor);
    }

    private VfioTranslator translator(@Nullable Type1Iommu iommu, Cpu cpu) {
        return iommu != null && iommu.attachment().emulated()
                ? new EmulatedTranslator(driver, iommu, group().mdev(), task.mm(), cpu)
                : new ContainerTranslator(driver.kernel().iommu(), iommu, task.mm());
    }

    private int finish(Actor actor) {
        OpenFile groupFile = group().groupFile();
        if (groupFile == null) {
            return fail(actor, Errno.EBADF);
        }
        Cpu cpu = driver.kernel().newCpu(options.name());
        Type1Iommu iommu = container == null ? null : container.iommu();
        queue = new VfioQueue(
                driver.kernel(),
                options.name(),
                group().mdev(),
                deviceFile == null ? groupFile : deviceFile,
                groupFile,
                container,
                cpu,
                translator(iommu, cpu));
        return Flow.DONE;
    }
}
