package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RawCalls;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevBus;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevRow;
import org.jspecify.annotations.Nullable;

/** The row {@code iommufd} on one kernel. */
final class IommufdAccess implements MdevRow {
    private final IommufdDriver driver;

    /** iommufd on a kernel. */
    IommufdAccess(Kernel kernel) {
        driver = new IommufdDriver(kernel);
    }

    /** The modules behind it. */
    IommufdDriver driver() {
        return driver;
    }

    @Override
    public MdevBus bus() {
        return driver.bus();
    }

    @Override
    public OpenOperation<?> open(Task client, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        return new OpenIommufdQueue(driver, client, parent, options, leased);
    }

    @Override
    public AccessOperation<?> probe(Task daemon, Mdev mdev) {
        return new ProbeCdev(driver, daemon, IommufdDriver.node(mdev));
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        if (!driver.rules().attachesByPasid()) {
            return "iommufd attaches devices by PASID from 6.15 on";
        }
        return switch (step) {
            case REREG -> "iommufd gives a mapping no other rights; it is unmapped and mapped again";
            case MAP_VADDR, UNMAP_VADDR ->
                "iommufd has no flag for addresses; IOMMU_IOAS_MAP_FILE and IOMMU_IOAS_CHANGE_PROCESS are left out";
            case START -> "VFIO starts a queue when its device is bound";
            case PUT -> "VFIO gives a queue back by closing its device file";
            case REGION, UNREGION, MREMAP_REGION ->
                "the doorbell of a VFIO device is mapped by open, and it has no other region here";
            case BIND -> "iommufd attaches a PASID to page tables of its own, never to a process";
            case TAG -> "a wrong PASID is injected on the rows uacce, vsva, vfio-aux and idxd-mdev only";
            case ISOLATE -> "VFIO does not isolate devices with errors";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public RawCalls<Caller> calls() {
        return new RawCalls<Caller>()
                .on("IOMMU_IOAS_COPY", 4, bound(this::copy))
                .on(
                        "IOMMU_HWPT_ALLOC_PASID",
                        1,
                        bound((task, context, queue, n) ->
                                new HwptAlloc(driver, task.cpu(), context, (int) n[0], true, false)))
                .on(
                        "IOMMU_DESTROY",
                        1,
                        bound((task, context, queue, n) -> new DestroyObject(driver, task, context, (int) n[0])))
                .on(
                        "VFIO_DEVICE_ATTACH_IOMMUFD_PT",
                        1,
                        bound((task, context, queue, n) -> new AttachPt(driver, task, queue.cdev(), (int) n[0])))
                .on(
                        "VFIO_DEVICE_ATTACH_PASID",
                        2,
                        bound((task, context, queue, n) -> new AttachPasid(task, queue.cdev(), (int) n[0], (int) n[1])))
                .on(
                        "VFIO_DEVICE_DETACH_PASID",
                        1,
                        bound((task, context, queue, n) -> new DetachPasid(task, queue.cdev(), (int) n[0])));
    }

    @FunctionalInterface
    private interface Bound {
        AccessOperation<?> of(Task task, IommufdContext context, IommufdQueue queue, long[] arguments);
    }

    /** A queue that is bound to no iommufd knows no descriptor to call on. */
    private static RawCalls.Maker<Caller> bound(Bound call) {
        return (on, arguments) -> {
            IommufdQueue queue = (IommufdQueue) on.queue();
            IommufdContext context = queue.context();
            return context == null
                    ? new Refused(on.task(), Errno.EINVAL)
                    : call.of(on.task(), context, queue, arguments);
        };
    }

    private AccessOperation<?> copy(Task task, IommufdContext context, IommufdQueue queue, long[] pages) {
        Ioas ioas = queue.ioas();
        int id = ioas == null ? 0 : ioas.id();
        return new IoasCopy(driver, task, context, id, pages[0], id, pages[2], (int) pages[1]);
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        IommufdChecks.check(driver, report);
    }
}
