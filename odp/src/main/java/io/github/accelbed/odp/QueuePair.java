package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct ib_qp}: a queue pair in RTS, or after a raw open only the context it could be made in. All queue pairs of a context see
 * its regions.
 *
 * <p>The translator sends the whole page range of a work request to one key; posting, completion and the peer are left out: every
 * access is a local one.
 */
final class QueuePair extends AccessQueue {
    private static final long UARS_START = 1L << 34;

    private final UverbsContext context;
    private final int serial;
    private final KeyTranslator translator;
    private boolean live;
    private boolean claimed;

    QueuePair(Kernel kernel, String name, UverbsContext context, HwQueue hardware, Cpu cpu, KeyTranslator translator) {
        super(kernel, name, hardware, context.file(), cpu, translator);
        this.context = context;
        serial = context.access().nextQueuePair();
        this.translator = translator;
    }

    UverbsContext context() {
        return context;
    }

    /** Whether the hardware queue is its own now. */
    boolean live() {
        return live;
    }

    /** The context owns it from here on, so that the context's end gives the hardware queue back. */
    void create() {
        live = true;
        context.queuePairs().add(this);
    }

    /** {@code uverbs_try_lock_object} to destroy it; false if that is done or somebody does it now. */
    boolean claim() {
        boolean mine = live && !claimed;
        claimed = true;
        return mine;
    }

    /** RTS. */
    void connect() {
        hardware().start();
    }

    /** The region whose key a work request with this address carries, or null. */
    @Nullable
    MemoryRegion region(long vpn) {
        return translator.region(vpn);
    }

    /** The region for addresses that nobody registered by name. */
    void setWhole(@Nullable ImplicitRegion region) {
        translator.setWhole(region);
    }

    /** Gives the hardware queue back. */
    void free() {
        live = false;
        context.queuePairs().remove(this);
        device().freeQueue(hardware());
    }

    /** The fault that the worker handles for it now, or did last. */
    PageFault pageFault() {
        return translator.pageFault();
    }

    /** {@code mlx5_ib_destroy_qp}, as often as needed. */
    Operation<?> destroy() {
        return new DestroyQueuePair(this);
    }

    /** How often the library had to reset it after a failed access. */
    long resets() {
        return translator.resets();
    }

    @Override
    public AccessOperation<?> mapRegion(Task task, RegionKind region) {
        return new MapUar(task, this, region);
    }

    @Override
    public AccessOperation<?> unmapRegion(Task task, RegionKind region) {
        return new UnmapUar(task, this, region);
    }

    /** In every process: far above any buffer, and apart from what other rows map. */
    @Override
    public long regionPage(RegionKind region) {
        return UARS_START + 2L * serial + (region == RegionKind.MMIO ? 0 : 1);
    }

    @Override
    public AccessOperation<?> close(Task task, boolean raw) {
        return new CloseQueuePair(task, this, raw);
    }

    @Override
    public AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        return context.access().registration().of(task, this, start, pages, write);
    }

    @Override
    public AccessOperation<?> unmap(Task task, long start, long pages) {
        return context.access().deregister(task, this, start, pages);
    }

    @Override
    public AccessOperation<?> reregister(Task task, long start, long pages, boolean write) {
        return context.access().reregister(task, this, start, pages, write);
    }

    /**
     * What a program's {@code ibv_advise_mr} without the flush flag left to a worker: it may run at any later moment. The adapter's own cache
     * of its tables is not modelled, so there is nothing to evict.
     */
    @Override
    public Optional<Operation<?>> prefetch(Cpu worker, long vpn) {
        MemoryRegion region = hardware().started() ? region(vpn) : null;
        return context.rules().advices() > Verbs.PREFETCH && region != null && region.pageable()
                ? Optional.of(new PagefaultMr(worker, context.rules()).prefetch(region, vpn, 1, Verbs.PREFETCH))
                : Optional.empty();
    }

    @Override
    public long invalidations() {
        return context.invalidations();
    }

    @Override
    public long reachable() {
        long count = 0;
        for (MemoryRegion region : hardware().started() ? context.regions() : List.<MemoryRegion>of()) {
            long vpn = region.nextPresent(region.start(), region.end());
            while (vpn >= 0) {
                count += translator.region(vpn) == region ? 1 : 0;
                vpn = region.nextPresent(vpn + 1, region.end());
            }
        }
        return count;
    }

    @Override
    public long tables() {
        return context.regions().stream().mapToLong(MemoryRegion::present).sum();
    }

    @Override
    public long mappable() {
        long count = 0;
        for (MemoryRegion region : hardware().started() ? context.regions() : List.<MemoryRegion>of()) {
            if (region.pageable() && region.mm().alive()) {
                for (Vma vma : region.mm().vmas()) {
                    count += region.allows(vma) ? mappable(region, vma) : 0;
                }
            }
        }
        return count;
    }

    /** Pages without an entry that are found by this key; what an older key of the same address says is out of a scenario's reach. */
    private long mappable(MemoryRegion region, Vma vma) {
        long count = 0;
        for (long vpn = Math.max(vma.start(), region.start()); vpn < Math.min(vma.end(), region.end()); vpn++) {
            count += region.entry(vpn) == 0 && translator.region(vpn) == region ? 1 : 0;
        }
        return count;
    }
}
