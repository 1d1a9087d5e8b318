package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.FdArgument;
import io.github.accelbed.vfio.GetDeviceFd;
import io.github.accelbed.vfio.GetQueue;
import io.github.accelbed.vfio.IommuType;
import io.github.accelbed.vfio.OpenContainer;
import io.github.accelbed.vfio.OpenGroup;
import io.github.accelbed.vfio.QueueGrant;
import io.github.accelbed.vfio.SetContainer;
import io.github.accelbed.vfio.SetIommu;
import io.github.accelbed.vfio.SetIrqs;
import io.github.accelbed.vfio.Type1Iommu;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioGroup;
import io.github.accelbed.vfio.mdev.CreateMdev;
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
 * its queue is not started and its own descriptor is the group's. If root's creation fails, its errno is the answer: EBUSY only says that
 * there was nothing to create.
 *
 * <p>A row whose driver hands queues out on the open mdev asks for one there; a process that has the mdev open makes only that call and the
 * mmap.
 *
 * <p>Left out: GET_API_VERSION, CHECK_EXTENSION, GET_STATUS and the GET_INFO calls, which change nothing; the doorbell's area, whose
 * mmap is counted, so here closing the device's descriptor stops the queue although the kernel would wait for the area.
 */
final class OpenVfio extends OpenOperation<OpenVfio> {
    private static final Program<OpenVfio> OPEN = doorbell(opening()).build();

    private static final Program<OpenVfio> OPEN_WITH = doorbell(sharing()).build();

    private static final Program<OpenVfio> OPEN_GET_QUEUE =
            doorbell(getQueue(opening())).build();

    private static final Program<OpenVfio> OPEN_WITH_GET_QUEUE =
            doorbell(getQueue(sharing())).build();

    private static final Program<OpenVfio> OPEN_IRQ =
            doorbell(setIrqs(opening())).build();

    private static final Program<OpenVfio> OPEN_WITH_IRQ =
            doorbell(setIrqs(sharing())).build();

    private static final Program<OpenVfio> GET_QUEUE = doorbell(getQueue(
                    Program.<OpenVfio>of("get queue").cpu("fdget mdev", Cost.INCLUDED, (o, a) -> o.shareMdev())))
            .build();

    private static final Program<OpenVfio> OPEN_RAW = Program.<OpenVfio>of("open group")
            .cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finish(a))
            .build();

    private final VfioDriver driver;
    private final VfioRow row;
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
    private @Nullable QueueGrant grant;
    private @Nullable VfioQueue queue;

    /**
     * An opening.
     *
     * @param driver VFIO
     * @param row what is special about the row
     * @param task who opens
     * @param parent of which device
     * @param options how
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    OpenVfio(VfioDriver driver, VfioRow row, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(program(driver, row, task, parent, options, shared(driver, row, task, parent, options)));
        this.driver = driver;
        this.row = row;
        this.task = task;
        this.parent = parent;
        this.options = options;
        this.leased = leased;
    }

    /** The container to share: that of another queue, or the one that the library of the process has. */
    private static @Nullable Container shared(
            VfioDriver driver, VfioRow row, Task task, MdevParent parent, OpenOptions options) {
        if (options.with() instanceof VfioQueue other) {
            return other.container();
        }
        return row.libraryContainer() ? driver.containerOf(task, parent) : null;
    }

    /** What the set-up consists of depends on what the row's library has already. */
    private static Program<OpenVfio> program(
            VfioDriver driver,
            VfioRow row,
            Task task,
            MdevParent parent,
            OpenOptions options,
            @Nullable Container shared) {
        if (options.raw()) {
            return OPEN_RAW;
        }
        boolean alone = shared == null && options.with() == null;
        if (row.queuesByIoctl() && shared != null && driver.openMdev(task, shared, parent) != null) {
            return GET_QUEUE;
        }
        return switch (row.client()) {
            case LIBRARY_GET_QUEUE -> alone ? OPEN_GET_QUEUE : OPEN_WITH_GET_QUEUE;
            case INTERRUPT -> alone ? OPEN_IRQ : OPEN_WITH_IRQ;
            case PLAIN, LIBRARY, WHOLE_MM -> alone ? OPEN : OPEN_WITH;
        };
    }

    private static Program.Builder<OpenVfio> opening() {
        return groupPath(
                Program.<OpenVfio>of("open queue").cpu("vfio_fops_open", Cost.INCLUDED, (o, a) -> o.openContainer(a)));
    }

    private static Program.Builder<OpenVfio> sharing() {
        return groupPath(Program.<OpenVfio>of("open queue, container shared")
                .cpu("fdget container", Cost.INCLUDED, (o, a) -> o.shareContainer()));
    }

    private static Program.Builder<OpenVfio> groupPath(Program.Builder<OpenVfio> first) {
        return first.cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.openGroup(a))
                .cpu("vfio_group_set_container", Cost.INCLUDED, (o, a) -> o.setContainer(a))
                .cpu("vfio_ioctl_set_iommu", Cost.INCLUDED, (o, a) -> o.setIommu(a))
                .cpu("vfio_group_get_device_fd", Cost.VFIO_OPEN, (o, a) -> o.getDeviceFd(a));
    }

    private static Program.Builder<OpenVfio> getQueue(Program.Builder<OpenVfio> before) {
        return before.cpu("CMD_GET_Q", Cost.INCLUDED, (o, a) -> o.getQueue(a));
    }

    private static Program.Builder<OpenVfio> setIrqs(Program.Builder<OpenVfio> before) {
        return before.cpu("VFIO_DEVICE_SET_IRQS", Cost.INCLUDED, (o, a) -> o.setIrqs(a));
    }

    private static Program.Builder<OpenVfio> doorbell(Program.Builder<OpenVfio> before) {
        return before.cpu("vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell(a));
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    private int call(Actor actor, AccessOperation<?> next) {
        return call(actor, next, Flow.NEXT);
    }

    private int call(Actor actor, AccessOperation<?> next, int flow) {
        call = next;
        actor.call(next);
        return flow;
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
        container = shared(driver, row, task, parent, options);
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

    private int shareMdev() {
        container = shared(driver, row, task, parent, options);
        group = container == null ? null : driver.openMdev(task, container, parent);
        if (group == null) {
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    /** Whether the last call missed something that the next try would miss too; a busy group is none of that. */
    private boolean outOfResources() {
        return call != null && (call.result() == Errno.ENOMEM || call.result() == Errno.EMFILE);
    }

    private int openGroup(Actor actor) {
        if (outOfResources()) {
            return fail(actor);
        }
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
            boolean oneForAll = row.queuesByIoctl() && !parent.children().isEmpty();
            if (oneForAll || parent.availableInstances(MdevType.ONE_QUEUE) == 0) {
                return fail(actor, parent.registered() ? Errno.EBUSY : Errno.ENODEV);
            }
            return createMdev(actor);
        }
        lastTried = candidate.node().number();
        call(actor, new OpenGroup(driver, task, VfioDriver.group(candidate), !options.inherit()));
        return Flow.AGAIN;
    }

    /** Root makes an mdev; the next turn tries it, unless another client is faster. */
    private int createMdev(Actor actor) {
        if (call instanceof CreateMdev create && !create.result().ok()) {
            return fail(actor);
        }
        return call(actor, driver.bus().createAny(parent), Flow.AGAIN);
    }

    private VfioGroup group() {
        if (group == null) {
            throw new IllegalStateException("no group");
        }
        return group;
    }

    private int setContainer(Actor actor) {
        Container present = group().container();
        if (present != null && !driver.rules().ownsGroups()) {
            container = present;
            return Flow.NEXT;
        }
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

    private void noteDeviceFile() {
        if (call instanceof GetDeviceFd got && got.file() != null) {
            deviceFile = got.file();
            opened.add(0, deviceFile);
        }
    }

    private int getQueue(Actor actor) {
        if (failed()) {
            return fail(actor);
        }
        noteDeviceFile();
        return call(actor, new GetQueue(driver, task, group().mdev(), !options.inherit()));
    }

    private int setIrqs(Actor actor) {
        if (failed()) {
            return fail(actor);
        }
        noteDeviceFile();
        return call(actor, new SetIrqs(driver, task, group()));
    }

    private int mapDoorbell(Actor actor) {
        if (failed()) {
            return fail(actor);
        }
        noteDeviceFile();
        if (call instanceof GetQueue got && got.grant() != null) {
            grant = got.grant();
            opened.add(0, grant.file());
        }
        task.countSyscalls(1);
        return finish(actor);
    }

    private VfioTranslator translator(@Nullable Type1Iommu iommu, Cpu cpu) {
        if (iommu != null && !group().iommuBacked()) {
            return new EmulatedTranslator(driver, iommu, group().mdev(), task.mm(), cpu);
        }
        ContainerTranslator pinned = new ContainerTranslator(driver.kernel().iommu(), iommu, task.mm());
        if (!driver.rules().resetsAtClose()) {
            pinned.leftIn(group());
        }
        return row.bindsPasids()
                ? new BindableTranslator(driver.kernel().iommu(), pinned, group(), new IoPageFault(cpu))
                : pinned;
    }

    private int finish(Actor actor) {
        OpenFile groupFile = group().groupFile();
        if (groupFile == null) {
            return fail(actor, Errno.EBADF);
        }
        OpenFile own = grant != null ? grant.file() : deviceFile != null ? deviceFile : groupFile;
        group().mdev().noteClient();
        Cpu cpu = driver.kernel().newCpu(options.name());
        Type1Iommu iommu = container == null ? null : container.iommu();
        queue = new VfioQueue(
                driver.kernel(),
                options.name(),
                group().mdev(),
                grant == null ? group().mdev().queue() : grant.queue(),
                own,
                groupFile,
                container,
                cpu,
                translator(iommu, cpu));
        return Flow.DONE;
    }
}
