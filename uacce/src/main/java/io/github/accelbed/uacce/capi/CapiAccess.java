package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/** CAPI on one kernel. {@link AccessQueue#invalidations} are broadcasts heard; nobody sends the adapter any command for them. */
final class CapiAccess implements Access {
    private final CxlDriver driver;

    CapiAccess(Kernel kernel) {
        driver = new CxlDriver(kernel);
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case OPEN_RAW, START -> "what CAPI's raw calls answer is not in the fact sheets";
            case MAP_VADDR, UNMAP_VADDR -> "there is no mapping beside the page table of the process";
            case MAP_AT -> "the device uses the addresses of the process";
            case REREG -> "the device has the rights that the process has, and nothing is registered";
            case OPEN_WITH -> "a CAPI context has no container, context or protection domain to share";
            case PUT -> "a CAPI context is given back by closing its file";
            case REGION, UNREGION, MREMAP_REGION -> "CAPI maps its problem state area at open and has no other region";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "CAPI has no mdev";
            case BIND, TAG -> "CAPI attaches the opener's address space, and there is no PASID to name";
            case ISOLATE -> "CAPI does not isolate devices with errors";
            case UNPLUG -> "what CAPI does on a surprise removal is not in the fact sheets";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return new OpenAfu(driver, task, device, options);
    }

    @Override
    public long freeQueues(Device device) {
        return device.freeQueues();
    }

    @Override
    public long leaked(Device device) {
        return Access.orphans(driver.kernel(), device, driver.contexts());
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        for (Device device : driver.devices()) {
            long contexts = driver.contexts().stream()
                    .filter(context -> context.device() == device)
                    .count();
            report.expect(
                    "contexts of " + device.name(), contexts, device.live().size());
        }
        for (CxlContext context : driver.contexts()) {
            report.require(!context.file().released(), context.name() + " is there although its file was released");
        }
    }
}
