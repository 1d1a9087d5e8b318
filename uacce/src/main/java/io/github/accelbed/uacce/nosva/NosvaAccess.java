package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * uacce without SVA on one kernel. What {@link AccessQueue#reachable} counts is everything in the device's one address space, other
 * processes' memory included. Free queues are free for whoever may open the device at all.
 */
final class NosvaAccess implements Access {
    private final NosvaDriver driver;

    NosvaAccess(Kernel kernel, Addressing addressing) {
        driver = new NosvaDriver(kernel, addressing);
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case OPEN_RAW, START, PUT, REGION, UNREGION, MREMAP_REGION ->
                "this row has uacce's calls only as its library makes them; the raw ones are the row uacce's";
            case MAP_VADDR, UNMAP_VADDR -> "no mapping here outlives the address space that it was made for";
            case MAP_AT -> "the kernel or the memory itself says at which address the device finds it";
            case REREG -> "what was mapped keeps its rights";
            case OPEN_WITH -> "a uacce queue has no container, context or protection domain to share";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "uacce has no mdev";
            case ISOLATE -> "isolation of devices came with uacce's SVA only";
            case BIND, TAG -> "without SVA a queue has no PASID";
            case UNPLUG -> "removal is the row uacce's";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return new OpenQueue(driver, task, device, options);
    }

    @Override
    public long freeQueues(Device device) {
        return device.freeQueues();
    }

    @Override
    public long leaked(Device device) {
        return Access.orphans(driver.kernel(), device, driver.queues());
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        driver.spaces().forEach(space -> space.check(report));
        driver.queues()
                .forEach(queue -> report.require(
                        !queue.file().released(), queue.name() + " is there although its file was released"));
    }

    @Override
    public Map<String, Long> safetyViolations() {
        long shared =
                driver.spaces().stream().filter(DmaSpace::sharedByProcesses).count();
        return shared == 0 ? Map.of() : Map.of("memory-of-another-process-reachable", shared);
    }
}
