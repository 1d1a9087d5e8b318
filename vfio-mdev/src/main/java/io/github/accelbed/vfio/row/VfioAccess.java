package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RawCalls;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.GetIommuInfo;
import io.github.accelbed.vfio.UnbindMm;
import io.github.accelbed.vfio.UnsetContainer;
import io.github.accelbed.vfio.VfioChecks;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevBus;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that VFIO's type1 serves, on one kernel: {@code vfio} and its kin, which differ in {@link VfioRow} only.
 *
 * <p>Counters: {@link #freeQueues} are the idle mdevs and the instances that could still be created. {@link #leaked} are the mdevs that
 * had a client and that nobody has open any more: each still holds its hardware queue, and only root gives that back. Such an mdev can
 * be opened again, so it also counts as free; what is leaked is not the next client's turn but the queue, for every other use.
 */
public final class VfioAccess implements MdevRow {
    static final String NO_AUX_DOMAINS = "VFIO knew auxiliary domains of mdevs from 5.2 to 5.15";

    private final VfioDriver driver;
    private final VfioRow row;

    /** VFIO on a kernel. */
    VfioAccess(Kernel kernel, VfioRow row) {
        this.row = row;
        driver = new VfioDriver(kernel, row.attachments(), row.queuesByIoctl());
    }

    /**
     * The modules behind it.
     *
     * @return VFIO
     */
    public VfioDriver driver() {
        return driver;
    }

    @Override
    public MdevBus bus() {
        return driver.bus();
    }

    @Override
    public OpenOperation<?> open(Task client, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        return new OpenVfio(driver, row, client, parent, options, leased);
    }

    @Override
    public AccessOperation<?> probe(Task daemon, Mdev mdev) {
        return new ProbeGroup(driver, daemon, VfioDriver.group(mdev));
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        if (row.tagsWithPasid() && !driver.rules().hasMdevIommuDevice()) {
            return NO_AUX_DOMAINS;
        }
        return switch (step) {
            case MAP_AT ->
                row.client() == VfioRow.Client.WHOLE_MM || row.bindsMm()
                        ? "an address space that is registered or bound keeps its own addresses"
                        : null;
            case REREG -> "VFIO gives a mapping no other rights; it is unmapped and mapped again";
            case MAP_VADDR, UNMAP_VADDR ->
                row.client() == VfioRow.Client.WHOLE_MM || row.bindsMm()
                        ? "an address space that is registered or bound ends with its process or its queue"
                        : null;
            case UNMAP ->
                row.client() == VfioRow.Client.WHOLE_MM
                        ? "the registration of an address space ends with its queue"
                        : null;
            case START -> "VFIO starts a queue when its device file is opened";
            case PUT -> "VFIO gives a queue back by closing its device file";
            case REGION, UNREGION, MREMAP_REGION ->
                "the doorbell of a VFIO device is mapped by open, and it has no other region here";
            case BIND ->
                row.bindsPasids() || row.bindsMm()
                        ? null
                        : "this VFIO shows no PASID; of what was posted, sdmdev and vfio-sva have a call for one";
            case TAG ->
                row.tagsWithPasid() || row.bindsMm()
                        ? null
                        : "the transactions of this row's queues carry no PASID of their own";
            case ISOLATE -> "VFIO does not isolate devices with errors";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public RawCalls<Caller> calls() {
        RawCalls<Caller> calls = new RawCalls<Caller>()
                .on("VFIO_GROUP_UNSET_CONTAINER", 0, (on, n) -> unsetContainer(on.task(), (VfioQueue) on.queue()))
                .on("VFIO_IOMMU_GET_INFO", 0, (on, n) -> info(on.task(), (VfioQueue) on.queue()));
        return row.bindsMm()
                ? calls.on(
                        "VFIO_IOMMU_UNBIND",
                        0,
                        (on, n) -> new UnbindMm(on.task(), ((VfioQueue) on.queue()).container()))
                : calls;
    }

    private AccessOperation<?> unsetContainer(Task task, VfioQueue queue) {
        return new UnsetContainer(driver, task, VfioDriver.group(queue.mdev()));
    }

    private AccessOperation<?> info(Task task, VfioQueue queue) {
        return new GetIommuInfo(driver, task, queue.container());
    }

    @Override
    public long pasidsShown(Task task) {
        return driver.shownPasids().getOrDefault(task.mm(), 0) == 0 ? 0 : 1;
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        VfioChecks.check(driver, report);
    }

    @Override
    public Map<String, Long> safetyViolations() {
        Map<String, Long> violations = new LinkedHashMap<>();
        violations.put("mapping-without-owner", VfioChecks.mappingsWithoutOwner(driver));
        violations.put("entry-without-mapping", VfioChecks.entriesWithoutMapping(driver));
        violations.values().removeIf(count -> count == 0);
        return violations;
    }
}
