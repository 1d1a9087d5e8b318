package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.ExitMmap;
import io.github.accelbed.model.mm.Frames;
import io.github.accelbed.model.mm.HandleMmFault;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code ib_umem_odp_map_dma_and_lock} (drivers/infiniband/core/umem_odp.c): the driver's half of Documentation/mm/hmm.rst.
 *
 * <pre>
 *         mmget_not_zero(owning_mm)
 *  again: seq = mmu_interval_read_begin()
 *         mmap_read_lock(); hmm_range_fault(); mmap_read_unlock()
 *         mutex_lock(umem_mutex)
 *         if (mmu_interval_read_retry(seq)) { mutex_unlock(); goto again; }
 *         mmput_async(owning_mm)
 *         -- the caller writes the adapter's table, then mutex_unlock()
 * </pre>
 *
 * <p>It runs over the range of a device fault or of a prefetch, or over a whole region at registration; then nothing is faulted in. On success the
 * region's mutex is held; a failure leaves nothing behind. A fault that has to break copy-on-write fires the notifier of its own region, so it always takes
 * two passes.
 *
 * <p>The address space is given back before the return, with the mutex held: by {@code mmput} from 5.10 to 5.19, so that a fault that turns out to be the
 * last user ends it itself, and its notifier wants the mutex that the fault has (85eaeb5058f0); by {@code mmput_async} from 6.0 on, so that a worker ends it. The
 * worker's part is done by the caller, in {@link #endMm}, when it has given the mutex back.
 *
 * <p>Up to 5.9 it is {@code ib_umem_odp_map_dma_pages}: get_user_pages_remote in batches of {@value #BATCH_PAGES}, each noted in the list of pages under the mutex and put
 * right after; mmput; and a return without the mutex, which the caller takes again to look at the sequence and write the adapter's table. Pages before
 * one that cannot be had are mapped all the same. That 5.8's get_user_pages broke copy-on-write for reads too is left out. A collision is EAGAIN
 * there: the adapter is told to go on and faults again; here it is tried again at once, as the newer kernels do.
 *
 * <p>The kernel gives up after 1000 ms of collisions; here it does not.
 */
final class MapDmaAndLock extends Operation<MapDmaAndLock> {
    /** {@code PAGE_SIZE / sizeof(struct page *)}. */
    private static final int BATCH_PAGES = 512;

    /** A count and a sequence a umem. */
    static final Program<MapDmaAndLock> UP_TO_5_4 =
            mapDmaPages("notifiers_count, notifiers_seq", "mutex_lock(umem_mutex), ib_umem_mmu_notifier_retry");

    /** Interval notifiers. */
    static final Program<MapDmaAndLock> SINCE_5_5 =
            mapDmaPages("mmu_interval_read_begin", "mutex_lock(umem_mutex), mmu_interval_read_retry");

    /** HMM. */
    static final Program<MapDmaAndLock> SINCE_5_10 = mapDmaAndLock("mmput", (o, a) -> o.mmput(a, Flow.DONE));

    /** The last user's work is left to a worker. */
    static final Program<MapDmaAndLock> SINCE_6_0 = mapDmaAndLock("mmput_async", (o, a) -> o.mmputAsync());

    private static Program<MapDmaAndLock> mapDmaPages(String begin, String retry) {
        return walk("ib_umem_odp_map_dma_pages", begin, "mmput", "get_user_pages_remote")
                .kernel(
                        "mutex_lock(umem_mutex), ib_umem_odp_map_dma_single_page",
                        Cost.INCLUDED,
                        (o, a) -> o.noteBatch(a))
                .waits()
                .kernel("mmput", Cost.INCLUDED, (o, a) -> o.mmput(a, Flow.NEXT))
                .kernel(retry, Cost.INCLUDED, (o, a) -> o.lockAndRecheck(a))
                .waits()
                .build();
    }

    private static Program<MapDmaAndLock> mapDmaAndLock(String put, Program.Body<MapDmaAndLock> putMm) {
        return walk("ib_umem_odp_map_dma_and_lock", "mmu_interval_read_begin", put, "hmm_range_fault")
                .kernel("mutex_lock(umem_mutex), mmu_interval_read_retry", Cost.INCLUDED, (o, a) -> o.lockAndRecheck(a))
                .waits()
                .kernel(put, Cost.INCLUDED, putMm)
                .build();
    }

    private static Program.Builder<MapDmaAndLock> walk(String name, String begin, String put, String walk) {
        return Program.<MapDmaAndLock>of(name)
                .keepsLocks()
                .kernel(begin, Cost.INCLUDED, (o, a) -> o.readBegin())
                .waits()
                .undo(put, Cost.INCLUDED, (o, a) -> o.mmput(a, Flow.NEXT))
                .kernel(
                        "mmap_read_lock",
                        Cost.INCLUDED,
                        (o, a) -> downRead(a, o.region().mm().mmapLock()))
                .waits()
                .undo("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlockAfterFailure(a))
                .kernel(walk, Cost.ODP_FAULT_DRIVER, (o, a) -> o.walk(a))
                .waits()
                .returned((o, a) -> o.faultedIn(a))
                .kernel("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlockMmap(a));
    }

    private static final long[] NONE = new long[0];

    private final Cpu cpu;
    private final RdmaRules rules;
    private @Nullable OdpMemoryRegion region;
    private long from;
    private boolean snapshot;
    private boolean asksWrite;
    private boolean readOnly;
    private int index;

    @Frames(Frames.Form.ENTRY)
    private long[] pfns = NONE;

    @Frames(Frames.Form.ENTRY)
    private final long[] onePfn = new long[1];

    /** How many of them were found: all, or up to 5.9 those before one that cannot be had. */
    private int found;

    private long seq;
    private boolean mmHeld;
    private boolean lastUser;
    private boolean walked;
    private boolean nextBatch;
    private boolean collided;
    private long passes;

    MapDmaAndLock(Cpu cpu, RdmaRules rules) {
        super(rules.mapDmaAndLock());
        this.cpu = cpu;
        this.rules = rules;
    }

    /** The range of a device fault, faulted in if need be, for writing if that is asked for and the region allows it. */
    MapDmaAndLock fault(OdpMemoryRegion of, long start, long pages, boolean write) {
        return over(of, start, pages, false, write && of.writableUmem(), false);
    }

    /** A range, faulted in if need be; for reading the entries are read-only whatever the CPU may do. */
    MapDmaAndLock prefetch(OdpMemoryRegion of, long start, long pages, boolean write) {
        return over(of, start, pages, false, write, !write);
    }

    /** What the CPU maps of the whole region now. */
    MapDmaAndLock snapshot(OdpMemoryRegion of) {
        return snapshot(of, of.start(), of.end() - of.start());
    }

    /** What the CPU maps of a part of a region now, with the CPU's rights. */
    MapDmaAndLock snapshot(OdpMemoryRegion of, long start, long pages) {
        return over(of, start, pages, true, false, false);
    }

    private MapDmaAndLock over(
            OdpMemoryRegion of, long start, long pages, boolean asPresent, boolean write, boolean downgrade) {
        region = of;
        from = start;
        snapshot = asPresent;
        asksWrite = write;
        readOnly = downgrade;
        pfns = pages == 1 ? onePfn : new long[Math.toIntExact(pages)];
        return this;
    }

    /** How often it began in the last run, 1 without a collision. */
    long passes() {
        return passes;
    }

    /** How many pages, from the first on, it has mapped. */
    int mapped() {
        return found;
    }

    /** Whether it was asked for more than that. */
    boolean lacksPages() {
        return found < pfns.length;
    }

    /** Writes what was found to the adapter's table. */
    void enterAll() {
        OdpMemoryRegion target = region();
        for (int i = 0; i < found; i++) {
            // An entry that is there already is left as it is if no right is missing.
            if (pfns[i] != 0 && !(readOnly && target.entry(from + i) != 0)) {
                target.enter(from + i, readOnly ? pfns[i] & ~Pte.WRITE : pfns[i]);
            }
        }
    }

    /** The worker of {@code mmput_async}, beside the caller: the end of the address space if this was its last user. */
    void endMm(Actor actor) {
        if (lastUser) {
            lastUser = false;
            actor.call(new ExitMmap(cpu, region().mm()));
        }
    }

    @Override
    protected void begin() {
        passes = 0;
        mmHeld = false;
        lastUser = false;
        nextBatch = false;
    }

    private OdpMemoryRegion region() {
        if (region == null) {
            throw new IllegalStateException("not prepared");
        }
        return region;
    }

    private int readBegin() {
        if (nextBatch) {
            nextBatch = false;
            return Flow.PASS;
        }
        MmStruct mm = region().mm();
        if (!mmHeld && !mm.alive()) {
            return fail(Errno.EINVAL);
        }
        seq = region().readBegin();
        if (seq == -1) {
            return Flow.BLOCKED;
        }
        if (!mmHeld) {
            mm.getUser();
            mmHeld = true;
        }
        collided = false;
        walked = false;
        index = 0;
        found = pfns.length;
        passes++;
        return Flow.NEXT;
    }

    private int walk(Actor actor) {
        if (region().mm().ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        if (snapshot) {
            actor.charge(0);
            return look();
        }
        actor.charge(walked ? 0 : 1);
        walked = true;
        return find(actor);
    }

    private int find(Actor actor) {
        long vpn = from + index;
        Vma vma = region().mm().findVma(vpn);
        long pte = region().mm().pageTable().walk(vpn);
        if (vma == null || !OdpMemoryRegion.allows(vma, asksWrite)) {
            return notFound(Errno.EFAULT);
        }
        if (!Pte.grants(pte, asksWrite)) {
            actor.call(cpu.handleMmFault(region().mm(), vma, vpn, asksWrite ? HandleMmFault.WRITE : 0));
            return Flow.AGAIN;
        }
        if (region().hugetlb() && (pte & Pte.HUGE) == 0) {
            return fail(Errno.EINVAL);
        }
        pfns[index] = pte;
        dirty(vpn, pte);
        index++;
        boolean batchEnds = index == pfns.length || (!rules.mapsAllOrNone() && index % BATCH_PAGES == 0);
        return batchEnds ? Flow.NEXT : Flow.AGAIN;
    }

    /** get_user_pages answers with the pages before it, hmm_range_fault with the error. */
    private int notFound(Errno why) {
        if (index == 0 || rules.mapsAllOrNone()) {
            return fail(why);
        }
        found = index;
        return Flow.NEXT;
    }

    /** After handle_mm_fault: hmm_range_fault notices a collision before it walks on (-EBUSY; where exactly is UNVERIFIED). */
    private int faultedIn(Actor actor) {
        if (!actor.returned().ok()) {
            return notFound(actor.returned());
        }
        collided = rules.mapsAllOrNone() && rules.retriesAfterInvalidation() && region().readRetry(seq);
        return collided ? Flow.NEXT : Flow.AGAIN;
    }

    private int look() {
        OdpMemoryRegion of = region();
        PageTable table = of.mm().pageTable();
        Arrays.fill(pfns, 0);
        index = pfns.length;
        long end = from + pfns.length;
        for (long vpn = table.nextMapped(from, end); vpn >= 0; vpn = table.nextMapped(vpn + 1, end)) {
            long pte = table.walk(vpn);
            Vma vma = of.mm().findVma(vpn);
            boolean large = !of.hugetlb() || (pte & Pte.HUGE) != 0;
            if (Pte.readable(pte) && large && vma != null && !vma.is(Vma.PFNMAP)) {
                pfns[(int) (vpn - from)] = pte;
                dirty(vpn, pte);
            }
        }
        return Flow.NEXT;
    }

    /**
     * The kernel dirties a page when its writable entry goes. Reclaim decides before its notifier here, so the CPU's entry is marked
     * when the device's is made; else a page that only the device wrote after MADV_FREE would be dropped.
     */
    private void dirty(long vpn, long pte) {
        if (!readOnly && region().writableUmem() && Pte.writable(pte) && (pte & (Pte.DIRTY | Pte.HUGE)) == 0) {
            region().mm().pageTable().set(vpn, pte | Pte.DIRTY);
        }
    }

    private int unlockMmap(Actor actor) {
        region().mm().mmapLock().unlockShared(actor);
        return collided ? again(actor) : Flow.NEXT;
    }

    /** Before mmput: the last user ends the address space, which takes its lock. */
    private int unlockAfterFailure(Actor actor) {
        region().mm().mmapLock().unlockShared(actor);
        return Flow.NEXT;
    }

    private int noteBatch(Actor actor) {
        if (!region().umemMutex().lock(actor)) {
            return Flow.BLOCKED;
        }
        collided = rules.retriesAfterInvalidation() && region().readRetry(seq);
        region().umemMutex().unlock(actor);
        nextBatch = !collided && index < found;
        return nextBatch ? Flow.RESTART : Flow.NEXT;
    }

    private int lockAndRecheck(Actor actor) {
        if (collided) {
            return again(actor);
        }
        if (!region().umemMutex().lock(actor)) {
            return Flow.BLOCKED;
        }
        if (rules.retriesAfterInvalidation() && region().readRetry(seq)) {
            region().umemMutex().unlock(actor);
            return again(actor);
        }
        return Flow.NEXT;
    }

    private boolean putMm() {
        boolean held = mmHeld;
        mmHeld = false;
        return held && region().mm().putUser();
    }

    private int mmput(Actor actor, int flow) {
        if (putMm()) {
            actor.call(new ExitMmap(cpu, region().mm()));
        }
        return flow;
    }

    private int mmputAsync() {
        lastUser = putMm();
        return Flow.DONE;
    }

    private static int again(Actor actor) {
        actor.retried();
        return Flow.RESTART;
    }
}
