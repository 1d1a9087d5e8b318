package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.BindMm;
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
import io.github.accelbed.vfio.VfioMm;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.OpenMdev;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Getting a queue by the group path, with the fewest system calls: open the container, open a group, SET_CONTAINER, SET_IOMMU,
 * GET_DEVICE_FD, mmap of the doorbell: 6, and 4 in a container that has its IOMMU. With the mmap and the MAP_DMA of the first buffer,
 * which are steps of their own, they are the 8 that a first job needs at least.
 *
 * <p>Each group that is taken costs one open(2) with EBUSY. A raw opening is the open(2) of the group's node: there is no device file, so
 * its queue is not started and its own descriptor is the group's.
 *
 * <p>A row that binds its container to the process does so before it maps the doorbell.
 *
 * <p>A row whose driver hands queues out on the open mdev asks for one there; a process that has the mdev open makes only that call and the
 * mmap.
 *
 * <p>Left out: GET_API_VERSION, CHECK_EXTENSION, GET_STATUS and the GET_INFO calls, which change nothing; the doorbell's area, whose
 * mmap is counted, so here closing the device's descriptor stops the queue although the kernel would wait for the area.
 */
final class OpenVfio extends OpenMdev<OpenVfio> {
    private static final Program<OpenVfio> OPEN = setUp(tryGroups(Program.<OpenVfio>of("open queue")
            .userSpace()
            .calls("vfio_fops_open", Cost.INCLUDED, o -> o.openContainer)
            .undo("close container", Cost.INCLUDED, calling(o -> o.close(o.openContainer.file())))));

    private static final Program<OpenVfio> OPEN_WITH =
            setUp(tryGroups(Program.<OpenVfio>of("open queue, container shared")
                    .userSpace()
                    .cpu("fdget container", Cost.INCLUDED, (o, a) -> o.shareContainer())));

    private static final Program<OpenVfio> GET_QUEUE = getQueue(
            Program.<OpenVfio>of("get queue").userSpace().cpu("fdget mdev", Cost.INCLUDED, (o, a) -> o.shareMdev()));

    private static final Program<OpenVfio> OPEN_RAW = tryGroups(
                    Program.<OpenVfio>of("open group").userSpace())
            .cpu("fd_install", Cost.OPEN_CLOSE, (o, a) -> o.finish())
            .build();

    private final VfioDriver driver;
    private final VfioRow row;
    private final OpenContainer openContainer;
    private @Nullable OpenGroup openGroup;
    private @Nullable GetDeviceFd getDeviceFd;
    private @Nullable GetQueue getQueue;
    private @Nullable Container container;
    private @Nullable VfioGroup shared;
    private @Nullable VfioMm bound;
    private @Nullable VfioQueue queue;

    /**
     * An opening.
     *
     * @param parent of which device
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    OpenVfio(VfioDriver driver, VfioRow row, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(program(driver, row, task, parent, options), driver.bus(), task, parent, options, leased);
        this.driver = driver;
        this.row = row;
        openContainer = new OpenContainer(driver, task, !options.inherit());
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
            VfioDriver driver, VfioRow row, Task task, MdevParent parent, OpenOptions options) {
        if (options.raw()) {
            return OPEN_RAW;
        }
        Container shared = shared(driver, row, task, parent, options);
        if (row.queuesByIoctl() && shared != null && driver.openMdev(task, shared, parent) != null) {
            return GET_QUEUE;
        }
        return shared == null && options.with() == null ? OPEN : OPEN_WITH;
    }

    private static Program.Builder<OpenVfio> tryGroups(Program.Builder<OpenVfio> before) {
        return before.cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.tryNext(a))
                .returned((o, a) -> o.tried(a))
                .undo(
                        "close group",
                        Cost.INCLUDED,
                        calling(o -> o.close(o.openGroup().file())));
    }

    private static Program<OpenVfio> setUp(Program.Builder<OpenVfio> before) {
        return getQueue(before.calls("vfio_group_set_container", Cost.INCLUDED, o -> o.setContainer())
                .calls("vfio_ioctl_set_iommu", Cost.INCLUDED, o -> o.setIommu())
                .calls("vfio_group_get_device_fd", Cost.VFIO_OPEN, o -> o.getDeviceFd())
                .undo("close device", Cost.INCLUDED, calling(o -> o.close(o.deviceFile()))));
    }

    private static Program<OpenVfio> getQueue(Program.Builder<OpenVfio> before) {
        return before.calls("CMD_GET_Q", Cost.INCLUDED, o -> o.getQueue())
                .calls("VFIO_DEVICE_SET_IRQS", Cost.INCLUDED, o -> o.setIrqs())
                .calls("VFIO_IOMMU_BIND", Cost.INCLUDED, o -> o.bindMm())
                .cpu("vfio_device_fops_mmap", Cost.INCLUDED, (o, a) -> o.mapDoorbell())
                .build();
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    @Override
    protected AccessOperation<?> attempt(Mdev candidate) {
        openGroup = new OpenGroup(
                driver, task(), VfioDriver.group(candidate), !options().inherit());
        return openGroup;
    }

    @Override
    protected int vainCalls() {
        return 1;
    }

    @Override
    protected boolean createsMore() {
        return !row.queuesByIoctl();
    }

    private @Nullable Operation<?> close(@Nullable OpenFile file) {
        return file == null ? null : new CloseFile(task(), file);
    }

    private int shareContainer() {
        container = shared(driver, row, task(), parent(), options());
        if (container == null) {
            return fail(Errno.EINVAL);
        }
        return task().files().holds(container.file()) ? Flow.NEXT : fail(Errno.EBADF);
    }

    private int shareMdev() {
        container = shared(driver, row, task(), parent(), options());
        shared = container == null ? null : driver.openMdev(task(), container, parent());
        return shared == null ? fail(Errno.EBADF) : Flow.NEXT;
    }

    private OpenGroup openGroup() {
        return Objects.requireNonNull(openGroup, "no group");
    }

    private VfioGroup group() {
        return shared != null ? shared : openGroup().group();
    }

    private @Nullable Container container() {
        return container == null ? openContainer.container() : container;
    }

    private @Nullable Operation<?> setContainer() {
        if (group().container() != null && !driver.rules().ownsGroups()) {
            container = group().container();
            return null;
        }
        Container into = container();
        FdArgument fd = into == null ? FdArgument.UNUSED : FdArgument.of(task(), into.file());
        return new SetContainer(driver, task(), group(), fd);
    }

    private @Nullable Operation<?> setIommu() {
        Container of = container();
        return of == null || of.iommu() != null ? null : new SetIommu(driver, task(), of, IommuType.TYPE1V2);
    }

    private Operation<?> getDeviceFd() {
        getDeviceFd = new GetDeviceFd(
                driver, task(), group(), group().mdev().uuid(), !options().inherit());
        return getDeviceFd;
    }

    private @Nullable OpenFile deviceFile() {
        return getDeviceFd == null ? null : getDeviceFd.file();
    }

    private @Nullable Operation<?> getQueue() {
        if (!row.queuesByIoctl()) {
            return null;
        }
        getQueue = new GetQueue(driver, task(), group().mdev(), !options().inherit());
        return getQueue;
    }

    private @Nullable Operation<?> setIrqs() {
        return row.client() == VfioRow.Client.INTERRUPT ? new SetIrqs(driver, task(), group()) : null;
    }

    private @Nullable Operation<?> bindMm() {
        return row.bindsMm() ? new BindMm(driver, task(), container(), task(), mm -> bound = mm) : null;
    }

    private int mapDoorbell() {
        task().countSyscalls(1);
        return finish();
    }

    private VfioTranslator translator(@Nullable Type1Iommu iommu, Cpu cpu) {
        if (iommu != null && !group().iommuBacked()) {
            return new EmulatedTranslator(driver, iommu, group().mdev(), task().mm(), cpu);
        }
        if (row.bindsMm()) {
            BoundTranslator walks =
                    new BoundTranslator(driver.kernel().iommu(), group(), task().mm(), new IoPageFault(cpu));
            if (bound != null) {
                walks.write(bound);
            }
            return walks;
        }
        ContainerTranslator pinned = new ContainerTranslator(driver.kernel().iommu(), iommu, task().mm());
        if (!driver.rules().resetsAtClose()) {
            pinned.leftIn(group());
        }
        return row.bindsPasids()
                ? new BindableTranslator(driver.kernel().iommu(), pinned, group(), new IoPageFault(cpu))
                : pinned;
    }

    private int finish() {
        OpenFile groupFile = openGroup == null ? group().groupFile() : openGroup.file();
        if (groupFile == null) {
            return fail(Errno.EBADF);
        }
        QueueGrant grant = getQueue == null ? null : getQueue.grant();
        OpenFile deviceFile = deviceFile();
        Mdev mdev = group().mdev();
        mdev.noteClient();
        Cpu cpu = driver.kernel().newCpu(options().name());
        Container of = container();
        Type1Iommu iommu = of == null ? null : of.iommu();
        queue = new VfioQueue(
                driver,
                row,
                options().name(),
                mdev,
                grant == null ? mdev.queue() : grant.queue(),
                grant != null ? grant.file() : deviceFile != null ? deviceFile : groupFile,
                groupFile,
                of,
                cpu,
                translator(iommu, cpu));
        return Flow.DONE;
    }
}
