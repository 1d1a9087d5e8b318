package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RawCalls;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/**
 * idxd with one type of work queue on one kernel. Free queues are the dedicated queues without a client, or the free entries of the shared
 * one, which any number of clients may use.
 */
final class IdxdAccess implements Access {
    private final IdxdDriver driver;

    IdxdAccess(Kernel kernel, WqType type) {
        driver = new IdxdDriver(kernel, type);
    }

    IdxdDriver driver() {
        return driver;
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case OPEN_RAW -> "idxd takes its first job after open and one mmap, which open does both";
            case MAP_VADDR, UNMAP_VADDR -> "there is no mapping beside the page table of the process";
            case MAP_AT -> "the device uses the addresses of the process";
            case REREG -> "the device has the rights that the process has, and nothing is registered";
            case OPEN_WITH -> "a work queue has no container, context or protection domain to share";
            case START, PUT -> "a work queue is enabled and disabled by the administrator, not by its clients";
            case REGION, UNREGION, MREMAP_REGION -> "idxd maps its portal at open and has no other region";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "this row is idxd's own character device, without mdev";
            case BIND -> "idxd binds the opener's address space at open, and its PASID stays in the kernel";
            case TAG -> "a wrong PASID is injected on the rows uacce, vsva, vfio-aux and idxd-mdev only";
            case ISOLATE -> "idxd does not isolate devices with errors";
            case UNPLUG -> "what idxd does on a surprise removal is not in the fact sheets";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return new OpenWq(driver, task, device, options);
    }

    @Override
    public RawCalls<Caller> calls() {
        return new RawCalls<Caller>()
                .on("write", 0, (on, n) -> new WriteDescriptor(driver, on.task(), (IdxdClient) on.queue(), false))
                .on("write-batch", 0, (on, n) -> new WriteDescriptor(driver, on.task(), (IdxdClient) on.queue(), true))
                .on("poll", 0, (on, n) -> new PollWq(driver, on.task(), (IdxdClient) on.queue()))
                .on("read-kernel-address", 0, (on, n) -> new ReadKernelAddress(driver, (IdxdClient) on.queue()));
    }

    @Override
    public RawCalls<Device> rootCalls() {
        return new RawCalls<Device>()
                .on("enable-wq", 0, (device, n) -> new EnableWq(device))
                .on("vmalloc", 0, (device, n) -> new Vmalloc(driver))
                .on("vmap_try_huge_pmd", 0, (device, n) -> new VmapTryHugePmd(driver));
    }

    @Override
    public long freeQueues(Device device) {
        return driver.queues(device).stream()
                .mapToLong(wq -> wq.dedicated() ? (wq.clients().isEmpty() ? 1 : 0) : wq.free())
                .sum();
    }

    @Override
    public long leaked(Device device) {
        return Access.orphans(driver.kernel(), device, driver.clients());
    }

    /** Configuring and enabling the queues comes before the scenario and is not counted. */
    @Override
    public long adminSteps(Device device) {
        return 0;
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        IdxdInvariants.check(driver, report);
    }
}
