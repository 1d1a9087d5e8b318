package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code unmap_vmas} with its mmu_gather, and {@code zap_page_range} (mm/memory.c): clears all entries of a range. Pages are put
 * only after the TLBs were flushed, possibly after range end.
 */
final class UnmapRange extends PteOperation<UnmapRange> {
    /** Range end itself invalidates the secondary TLBs. */
    static final Program<UnmapRange> UP_TO_6_5 = upTo65("unmap_vmas", Cost.ZAP_PER_PAGE);

    /** The TLB flush of the gather invalidates them, after range end. */
    static final Program<UnmapRange> SINCE_6_6 = since66("unmap_vmas", Cost.ZAP_PER_PAGE);

    /** MADV_DONTNEED in the older order. */
    static final Program<UnmapRange> DONTNEED_UP_TO_6_5 = upTo65("zap_page_range", Cost.MADV_DONTNEED_PER_PAGE);

    /** MADV_DONTNEED in the newer order. */
    static final Program<UnmapRange> DONTNEED_SINCE_6_6 = since66("zap_page_range", Cost.MADV_DONTNEED_PER_PAGE);

    private static Program<UnmapRange> upTo65(String name, Cost perPage) {
        return Program.<UnmapRange>of(name)
                .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
                .cpu("zap_pte_range", perPage, underPtl((o, a) -> o.zap(a)))
                .waits()
                .iommu("mmu_notifier_invalidate_range_end", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
                .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
                .cpu("tlb_finish_mmu", Cost.INCLUDED, (o, a) -> o.putPages())
                .build();
    }

    private static Program<UnmapRange> since66(String name, Cost perPage) {
        return Program.<UnmapRange>of(name)
                .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
                .cpu("zap_pte_range", perPage, underPtl((o, a) -> o.zap(a)))
                .waits()
                .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
                .iommu("arch_invalidate_secondary_tlbs", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
                .cpu("tlb_finish_mmu", Cost.INCLUDED, (o, a) -> o.putPages())
                .build();
    }

    private final Cpu cpu;
    private final MmStruct mm;
    private final NotifierEvent event;
    private final NotifierRange range;
    private long start;
    private long end;
    private long at;

    @Frames(Frames.Form.NUMBER)
    private int[] gathered = new int[4];

    private int size;
    private boolean zapped;
    private @Nullable FileMapping only;
    private boolean evenCows;

    @Frames(Frames.Form.NUMBER)
    private int reference = PhysicalMemory.NONE;

    UnmapRange(Cpu cpu, MmStruct mm, NotifierEvent event) {
        super(
                event == NotifierEvent.CLEAR
                        ? cpu.mm().notifierRules().zapPageRange()
                        : cpu.mm().notifierRules().unmapRange());
        this.cpu = cpu;
        this.mm = mm;
        this.event = event;
        range = new NotifierRange(cpu);
    }

    UnmapRange over(long first, long behind) {
        start = first;
        end = behind;
        return this;
    }

    /** {@code unmap_mapping_range} of one area: only what the file has at these pages, and with {@code cows} the private copies made of it. */
    UnmapRange ofFile(FileMapping file, boolean cows) {
        only = file;
        evenCows = cows;
        return this;
    }

    /** {@code unmap_hugepage_range} with a {@code ref_page}: only this page goes, and the area is marked as one that lost it. */
    UnmapRange ofHugetlb(int head) {
        reference = head;
        return this;
    }

    @Override
    protected void begin() {
        at = start;
        zapped = false;
    }

    @Override
    MmStruct mm() {
        return mm;
    }

    private int rangeStart(Actor actor) {
        return only == null && reference == PhysicalMemory.NONE
                ? range.start(actor, mm, start, end, event)
                : range.startWithoutMmapLock(actor, mm, start, end, event);
    }

    private int zap(Actor actor) {
        PageTable table = mm.pageTable();
        long vpn = table.nextMapped(at, end);
        if (vpn < 0) {
            return Flow.PASS;
        }
        at = vpn;
        PhysicalMemory memory = cpu.mm().memory();
        if (spared(vpn, table.walk(vpn))) {
            actor.charge(0);
            at++;
            return Flow.AGAIN;
        }
        zapped = true;
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            long first = vpn & -PhysicalMemory.HUGE_PAGES;
            if (first < start || first + PhysicalMemory.HUGE_PAGES > end) {
                actor.charge(0);
                actor.call(cpu.splitHugePmd(mm, vpn));
                return Flow.AGAIN;
            }
            table.setHugePmd(vpn, 0);
            at = first + PhysicalMemory.HUGE_PAGES;
            if ((pmd & Pte.SPECIAL) == 0) {
                memory.unmapHuge(Pte.frame(pmd));
                restoreClaim(vpn, Pte.frame(pmd));
                gather(Pte.frame(pmd));
            }
            return Flow.AGAIN;
        }
        long pte = table.walk(vpn);
        table.set(vpn, 0);
        // Never back: what is faulted in behind the walk stays, or a device that reads at its pace would keep it from
        // ending.
        at = vpn + 1;
        if (Pte.present(pte) && (pte & Pte.SPECIAL) == 0) {
            memory.unmap(Pte.frame(pte));
            gather(Pte.frame(pte));
        } else if ((pte & Pte.SWAP) != 0) {
            freeSwap(Pte.frame(pte));
        }
        return Flow.AGAIN;
    }

    /** {@code should_zap_page}. Without mmap_lock the area may be another one by now; i_mmap_rwsem keeps it in the kernel. */
    private boolean spared(long vpn, long pte) {
        if (only == null && reference == PhysicalMemory.NONE) {
            return false;
        }
        Vma vma = mm.findVma(vpn);
        if (reference != PhysicalMemory.NONE) {
            if (vma == null || mm.pageTable().hugePmd(vpn) == 0 || Pte.frame(pte) != reference) {
                return true;
            }
            vma.setUnmapped();
            return false;
        }
        boolean copy = (pte & Pte.SWAP) != 0 || cpu.mm().memory().isAnon(Pte.frame(pte));
        return vma == null || vma.mapping() != only || (copy && !evenCows);
    }

    /** {@code __unmap_hugepage_range}: the owner of a private mapping of hugetlb may touch the page again. */
    private void restoreClaim(long vpn, int head) {
        Vma vma = mm.findVma(vpn);
        HugetlbReservation claim = vma == null || vma.mapping() != null ? null : vma.reservation();
        NotifierRules rules = cpu.mm().notifierRules();
        PhysicalMemory memory = cpu.mm().memory();
        boolean spared = rules.setsAsideUnmappedHugetlbOnly() && memory.mapcount(head) > 0;
        if (vma != null && claim != null && rules.droppedHugetlbIsSetAside() && !spared) {
            claim.restore(vma.index(vpn));
            memory.restoreReserve(head);
        }
    }

    private void freeSwap(int slot) {
        SwapSpace swap = cpu.mm().swap();
        swap.free(slot);
        int cached = swap.cachedFrame(slot);
        if (swap.count(slot) == 0 && cached != PhysicalMemory.NONE) {
            swap.uncache(slot);
            cpu.mm().memory().setSwapCache(cached, false);
            gather(cached);
        }
    }

    private int flush(Actor actor) {
        return zapped ? cpu.flush(actor, mm, start, end) : Flow.PASS;
    }

    private int putPages() {
        PhysicalMemory memory = cpu.mm().memory();
        for (int i = 0; i < size; i++) {
            memory.put(gathered[i], 1);
        }
        size = 0;
        return Flow.DONE;
    }

    private void gather(int frame) {
        if (size == gathered.length) {
            gathered = Arrays.copyOf(gathered, 2 * size);
        }
        gathered[size++] = frame;
    }
}
