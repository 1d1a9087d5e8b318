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
 *  again: seq = mmu_interval_read_begin()
 *         mmap_read_lock(); hmm_range_fault(); mmap_read_unlock()
 *         mutex_lock(umem_mutex)
 *         if (mmu_interval_read_retry(seq)) { mutex_unlock(); goto again; }
 *         -- the caller writes the adapter's table, then mutex_unlock()
 * </pre>
 *
 * <p>It runs for one page of a device fault, over a range for a prefetch, or over a whole region at registration; then nothing is faulted in. On success the
 * region's mutex is held, and the caller must {@link #putMm} once it gave the mutex back; a failure leaves nothing behind. A fault that has to break copy-on-write
 * fires the notifier of its own region, so it always takes two passes.
 *
 * <p>Up to 5.9 get_user_pages_remote stood where hmm_range_fault is, and put the pages right after; that 5.8's broke
 * copy-on-write for reads too is left out. The kernel gives up after 1000 ms of collisions; here it does not.
 */
final class MapDmaAndLock extends Operation<MapDmaAndLock> {
    /** A count and a sequence a umem. */
    static final Program<MapDmaAndLock> UP_TO_5_4 = steps(
            "ib_umem_odp_map_dma_pages",
            "notifiers_count, notifiers_seq",
            "get_user_pages_remote",
            "mutex_lock(umem_mutex), ib_umem_mmu_notifier_retry");

    /** Interval notifiers. */
    static final Program<MapDmaAndLock> SINCE_5_5 = steps(
            "ib_umem_odp_map_dma_pages",
            "mmu_interval_read_begin",
            "get_user_pages_remote",
            "mutex_lock(umem_mutex), mmu_interval_read_retry");

    /** HMM. */
    static final Program<MapDmaAndLock> SINCE_5_10 = steps(
            "ib_umem_odp_map_dma_and_lock",
            "mmu_interval_read_begin",
            "hmm_range_fault",
            "mutex_lock(umem_mutex), mmu_interval_read_retry");

    private static Program<MapDmaAndLock> steps(String name, String begin, String walk, String retry) {
        return Program.<MapDmaAndLock>of(name)
                .keepsLocks()
                .kernel(begin, Cost.INCLUDED, (o, a) -> o.readBegin())
                .waits()
                .undo("mmput_async", Cost.INCLUDED, (o, a) -> o.putMmAfterFailure(a))
                .kernel(
                        "mmap_read_lock",
                        Cost.INCLUDED,
                        (o, a) -> downRead(a, o.region().mm().mmapLock()))
                .waits()
                .undo("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlockAfterFailure(a))
                .kernel(walk, Cost.ODP_FAULT_DRIVER, (o, a) -> o.walk(a))
                .waits()
                .returned((o, a) -> o.faultedIn(a))
                .kernel("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlockMmap(a))
                .kernel(retry, Cost.INCLUDED, (o, a) -> o.lockAndRecheck(a))
                .waits()
                .build();
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

    private long seq;
    private boolean mmHeld;
    private boolean walked;
    private boolean collided;
    private long passes;

    MapDmaAndLock(Cpu cpu, RdmaRules rules) {
        super(rules.mapDmaAndLock());
        this.cpu = cpu;
        this.rules = rules;
    }

    /** One page, faulted in if need be. */
    MapDmaAndLock fault(OdpMemoryRegion of, long vpn) {
        region = of;
        from = vpn;
        snapshot = false;
        asksWrite = of.writable();
        readOnly = false;
        pfns = onePfn;
        return this;
    }

    /** A range, faulted in if need be; for reading the entries are read-only whatever the CPU may do. */
    MapDmaAndLock prefetch(OdpMemoryRegion of, long start, long pages, boolean write) {
        region = of;
        from = start;
        snapshot = false;
        asksWrite = write;
        readOnly = !write;
        pfns = new long[Math.toIntExact(pages)];
        return this;
    }

    /** What the CPU maps of the whole region now. */
    MapDmaAndLock snapshot(OdpMemoryRegion of) {
        return snapshot(of, of.start(), of.end() - of.start());
    }

    /** What the CPU maps of a part of a region now, with the CPU's rights. */
    MapDmaAndLock snapshot(OdpMemoryRegion of, long start, long pages) {
        region = of;
        from = start;
        snapshot = true;
        readOnly = false;
        pfns = new long[Math.toIntExact(pages)];
        return this;
    }

    /** How often it began in the last run, 1 without a collision. */
    long passes() {
        return passes;
    }

    /** Writes what was found to the adapter's table. */
    void enterAll() {
        OdpMemoryRegion target = region();
        for (int i = 0; i < pfns.length; i++) {
            // An entry that is there already is left as it is if no right is missing.
            if (pfns[i] != 0 && !(readOnly && target.entry(from + i) != 0)) {
                target.enter(from + i, readOnly ? pfns[i] & ~Pte.WRITE : pfns[i]);
            }
        }
    }

    /** {@code mmput}, without the mutex; true if this was the last user, so the caller must end the address space. */
    boolean putMm() {
        boolean held = mmHeld;
        mmHeld = false;
        return held && region().mm().putUser();
    }

    @Override
    protected void begin() {
        passes = 0;
        mmHeld = false;
    }

    private OdpMemoryRegion region() {
        if (region == null) {
            throw new IllegalStateException("not prepared");
        }
        return region;
    }

    private int readBegin() {
        MmStruct mm = region().mm();
        if (!mmHeld && !mm.alive()) {
            return fail(rules.deadAddressSpace());
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
            return fail(Errno.EFAULT);
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
        return ++index < pfns.length ? Flow.AGAIN : Flow.NEXT;
    }

    /** After handle_mm_fault: hmm_range_fault notices a collision before it walks on (-EBUSY; where exactly is UNVERIFIED). */
    private int faultedIn(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        collided = rules.retriesAfterInvalidation() && region().readRetry(seq);
        return collided ? Flow.NEXT : Flow.AGAIN;
    }

    private int look() {
        OdpMemoryRegion of = region();
        PageTable table = of.mm().pageTable();
        Arrays.fill(pfns, 0);
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
        if (!readOnly && region().writable() && Pte.writable(pte) && (pte & (Pte.DIRTY | Pte.HUGE)) == 0) {
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

    private int lockAndRecheck(Actor actor) {
        if (!region().umemMutex().lock(actor)) {
            return Flow.BLOCKED;
        }
        if (rules.retriesAfterInvalidation() && region().readRetry(seq)) {
            region().umemMutex().unlock(actor);
            return again(actor);
        }
        return Flow.DONE;
    }

    private int putMmAfterFailure(Actor actor) {
        if (!putMm()) {
            return Flow.PASS;
        }
        actor.call(new ExitMmap(cpu, region().mm()));
        return Flow.NEXT;
    }

    private static int again(Actor actor) {
        actor.retried();
        return Flow.RESTART;
    }
}
