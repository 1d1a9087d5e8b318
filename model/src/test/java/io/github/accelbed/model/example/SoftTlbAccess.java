package io.github.accelbed.model.example;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row on one kernel: its driver, and the queues that are open. */
final class SoftTlbAccess implements Access, OpenFile.FileOperations {
    private final Kernel kernel;
    private final List<SoftTlbQueue> queues = new ArrayList<>();

    SoftTlbAccess(Kernel kernel) {
        this.kernel = kernel;
    }

    Kernel kernel() {
        return kernel;
    }

    List<SoftTlbQueue> queues() {
        return queues;
    }

    // region access
    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case OPEN_RAW, START, PUT -> "open(2) starts the queue, and close(2) gives it back";
            case OPEN_WITH -> "a queue has its own table, and shares it with no other";
            case MAP_VADDR, UNMAP_VADDR -> "there is no mapping to keep over an exec";
            case MAP_AT -> "a queue finds memory at the process's addresses";
            case REGION, UNREGION, MREMAP_REGION -> "the doorbell is left out, and there is no other region";
            case BIND, TAG -> "the device has no PASID";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "the device has no mdev";
            case ISOLATE, UNPLUG -> "the proposal does not say what errors and removal do";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return new SoftTlbOpen(this, task, device, options);
    }

    @Override
    public Operation<?> release(Cpu cpu, OpenFile file) {
        SoftTlbQueue queue =
                queues.stream().filter(q -> q.file() == file).findFirst().orElseThrow();
        return new SoftTlbRelease(this, queue);
    }
    // endregion

    // region books
    @Override
    public void checkIntegrity(IntegrityReport report) {
        for (SoftTlbQueue queue : queues) {
            report.require(!queue.file().released(), queue.name() + " is there although its file was released");
            report.require(queue.device().live().contains(queue.hardware()), queue.name() + " has lost its queue");
        }
    }

    @Override
    public Map<String, Long> safetyViolations() {
        long wrong = 0;
        for (SoftTlbQueue queue : queues) {
            PageTable device = queue.tlb().entries();
            PageTable process = queue.tlb().mm().pageTable();
            for (long vpn = device.nextMapped(0, PageTable.PAGES);
                    vpn >= 0;
                    vpn = device.nextMapped(vpn + 1, PageTable.PAGES)) {
                long entry = device.walk(vpn);
                long pte = process.walk(vpn);
                boolean same = Pte.grants(pte, Pte.writable(entry)) && Pte.frame(pte) == Pte.frame(entry);
                wrong += same ? 0 : 1;
            }
        }
        return wrong == 0 ? Map.of() : Map.of("entry that differs from the process's", wrong);
    }
    // endregion

    @Override
    public long freeQueues(Device device) {
        return device.freeQueues();
    }

    @Override
    public long leaked(Device device) {
        return Access.orphans(kernel, device, queues);
    }
}
