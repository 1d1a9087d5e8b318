package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code hpage_collapse_scan_pmd} and {@code collapse_huge_page} (mm/khugepaged.c): small pages of 2 MiB of anonymous memory are copied into a huge one, which
 * takes their place. The caller holds mmap_lock for reading; it is given back in any case (the kernel keeps it if the look from afar finds a
 * reason not to begin).
 *
 * <p>A page that anybody refers to but page tables and the swap cache keeps the 2 MiB as they are; that is looked at twice, the second time when no
 * entry is left in the page table. Mirrors are told before that (event CLEAR), and their range is over before a page is copied: until the lock is given back
 * nobody can fault. The huge entry is dirty, and writable if the area is.
 */
final class CollapseHugePage extends PteOperation<CollapseHugePage> {
    /** By MADV_COLLAPSE, which asks for no more than is needed. */
    private static final Program<CollapseHugePage> MADVISE =
            steps(Program.<CollapseHugePage>of("collapse_huge_page"), Program.Builder::cpu);

    /** By khugepaged, which weighs whether it is worth while: {@code max_ptes_none} and the like have their defaults. */
    private static final Program<CollapseHugePage> KHUGEPAGED =
            steps(Program.<CollapseHugePage>of("collapse_huge_page"), Program.Builder::kernel);

    private static final int MAX_PTES_NONE = PhysicalMemory.HUGE_PAGES - 1;
    private static final int MAX_PTES_SWAP = PhysicalMemory.HUGE_PAGES / 8;
    private static final int MAX_PTES_SHARED = PhysicalMemory.HUGE_PAGES / 2;

    private static Program<CollapseHugePage> steps(
            Program.Builder<CollapseHugePage> steps, AddsStep<CollapseHugePage> lane) {
        lane.step(steps, "hpage_collapse_scan_pmd", Cost.INCLUDED, underPtl((o, a) -> o.scan(a)))
                .waits();
        lane.step(steps, "alloc_charge_hpage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate(a));
        lane.step(steps, "__collapse_huge_page_swapin", Cost.INCLUDED, (o, a) -> o.swapIn(a))
                .waits()
                .returned((o, a) -> o.swappedIn(a));
        lane.step(steps, "mmap_write_lock", Cost.INCLUDED, (o, a) -> o.lock(a)).waits();
        lane.step(steps, "mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a));
        lane.step(steps, "pmdp_collapse_flush", Cost.INCLUDED, underPtl((o, a) -> o.clear()))
                .waits();
        steps.iommu("pmdp_collapse_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.cpu.flush(a, o.mm(), o.first, o.end()));
        lane.step(steps, "mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a));
        lane.step(steps, "__collapse_huge_page_isolate", Cost.INCLUDED, underPtl((o, a) -> o.isolate(a)))
                .waits();
        lane.step(
                        steps,
                        "__collapse_huge_page_copy, set_pmd_at",
                        Cost.CPU_COW_FAULT_HUGE,
                        underPtl((o, a) -> o.copy(a)))
                .waits();
        return steps.build();
    }

    private final Cpu cpu;
    private final boolean khugepaged;
    private final NotifierRange range;
    private @Nullable MmStruct mm;
    private long first;
    private ScanResult outcome = ScanResult.FAIL;
    private boolean swapped;
    private boolean swapping;
    private long at;

    @Frames(Frames.Form.NUMBER)
    private int head = PhysicalMemory.NONE;

    @Frames(Frames.Form.ENTRY)
    private final long[] entries = new long[PhysicalMemory.HUGE_PAGES];

    /** Collapses for khugepaged, or for the process that asks. */
    CollapseHugePage(Cpu cpu, boolean khugepaged) {
        super(khugepaged ? KHUGEPAGED : MADVISE);
        this.cpu = cpu;
        this.khugepaged = khugepaged;
        range = new NotifierRange(cpu);
    }

    /** The 2 MiB from a page on. */
    CollapseHugePage of(MmStruct space, long block) {
        mm = space;
        first = block;
        return this;
    }

    /** What came of it. */
    ScanResult outcome() {
        return outcome;
    }

    @Override
    MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    @Override
    protected void begin() {
        outcome = ScanResult.FAIL;
        swapped = false;
        swapping = false;
        at = first;
    }

    private long end() {
        return first + PhysicalMemory.HUGE_PAGES;
    }

    /** {@code hugepage_vma_check} (later {@code thp_vma_allowable_order}) but for the address: whether the area has huge pages at all. */
    static boolean allows(Vma vma, boolean khugepaged) {
        long lastBlock = (vma.end() - PhysicalMemory.HUGE_PAGES) & -PhysicalMemory.HUGE_PAGES;
        if (CollapseFile.takes(vma)) {
            return DoFault.fits(vma, lastBlock);
        }
        return !vma.is(Vma.PFNMAP)
                && !vma.is(Vma.HUGETLB)
                && vma.mapping() == null
                && vma.hasAnonVma()
                && lastBlock >= vma.start()
                && (!khugepaged || vma.is(Vma.HUGEPAGE));
    }

    /** {@code hugepage_vma_revalidate} and {@code find_pmd_or_thp_or_none}. */
    private ScanResult revalidate() {
        Vma vma = mm().findVma(first);
        PageTable table = mm().pageTable();
        if (vma == null) {
            return ScanResult.VMA_NULL;
        } else if (end() > vma.end()) {
            return ScanResult.ADDRESS_RANGE;
        } else if (!allows(vma, khugepaged)) {
            return ScanResult.VMA_CHECK;
        } else if (table.hugePmd(first) != 0) {
            return ScanResult.PMD_MAPPED;
        } else if (table.pmdNone(first)) {
            return table.missingTables(first) > 1 ? ScanResult.PMD_NULL : ScanResult.PMD_NONE;
        }
        return ScanResult.SUCCEED;
    }

    private int scan(Actor actor) {
        outcome = revalidate();
        if (outcome == ScanResult.SUCCEED) {
            PageTable table = mm().pageTable();
            for (int i = 0; i < entries.length; i++) {
                entries[i] = table.walk(first + i);
            }
            outcome = judge(true);
            Arrays.fill(entries, 0);
        }
        mm().mmapLock().unlockShared(actor);
        return outcome == ScanResult.SUCCEED ? Flow.NEXT : over();
    }

    private int over() {
        answer(outcome.errno(cpu.mm().cowRules(), khugepaged));
        return Flow.DONE;
    }

    /** What the entries say; the first look leaves swapped pages to be brought back. */
    private ScanResult judge(boolean fromAfar) {
        int none = 0;
        int away = 0;
        int shared = 0;
        int referenced = 0;
        boolean writable = false;
        PhysicalMemory memory = cpu.mm().memory();
        for (long entry : entries) {
            if ((entry & Pte.UFFD_WP) != 0) {
                return ScanResult.PTE_UFFD_WP;
            } else if (entry == 0 || (entry & Pte.SPECIAL) != 0) {
                none++;
            } else if (!Pte.present(entry)) {
                away++;
            } else {
                ScanResult page = judge(entry, fromAfar);
                if (page != ScanResult.SUCCEED) {
                    return page;
                }
                shared += memory.mapcount(Pte.frame(entry)) > 1 ? 1 : 0;
                referenced += (entry & Pte.ACCESSED) != 0 ? 1 : 0;
                writable |= (entry & Pte.WRITE) != 0;
            }
        }
        if (away > 0 && !fromAfar) {
            return ScanResult.PTE_NON_PRESENT;
        }
        swapped = away > 0;
        if (khugepaged && none > MAX_PTES_NONE) {
            return ScanResult.EXCEED_NONE_PTE;
        } else if (khugepaged && away > MAX_PTES_SWAP) {
            return ScanResult.EXCEED_SWAP_PTE;
        } else if (khugepaged && shared > MAX_PTES_SHARED) {
            return ScanResult.EXCEED_SHARED_PTE;
        } else if (!writable && !cpu.mm().cowRules().collapsesReadOnly()) {
            return ScanResult.PAGE_RO;
        }
        boolean young = referenced > 0 && (away == 0 || referenced >= PhysicalMemory.HUGE_PAGES / 2);
        return khugepaged && !young ? ScanResult.LACK_REFERENCED_PAGE : ScanResult.SUCCEED;
    }

    private ScanResult judge(long entry, boolean fromAfar) {
        CowRules rules = cpu.mm().cowRules();
        PhysicalMemory memory = cpu.mm().memory();
        int frame = Pte.frame(entry);
        boolean cached = memory.inSwapCache(frame);
        if (memory.isCompound(frame) && !rules.collapsesShared()) {
            return ScanResult.PAGE_COMPOUND;
        }
        if (fromAfar && memory.isLocked(memory.head(frame))) {
            return ScanResult.PAGE_LOCK;
        }
        int mappings = rules.collapsesShared() ? memory.totalMapcount(frame) : 1;
        if (memory.refcount(frame) != mappings + (cached ? 1 : 0)) {
            return ScanResult.PAGE_COUNT;
        }
        boolean waitedFor =
                cached && memory.largestMapcount(frame) + cpu.mm().swap().countOfFrame(frame) > 1;
        if (!fromAfar && waitedFor && (entry & Pte.WRITE) == 0 && rules.collapseSparesSwapCache()) {
            return ScanResult.SWAP_CACHE_PAGE;
        }
        return ScanResult.SUCCEED;
    }

    private int allocate(Actor actor) {
        head = cpu.mm().memory().allocHuge();
        if (head == PhysicalMemory.NONE) {
            outcome = ScanResult.ALLOC_HUGE_PAGE_FAIL;
            return over();
        }
        actor.charge(PhysicalMemory.HUGE_PAGES);
        return Flow.NEXT;
    }

    /** Swapped pages come back by read faults, with mmap_lock held for reading. */
    private int swapIn(Actor actor) {
        if (!swapped) {
            return Flow.PASS;
        }
        if (!swapping) {
            if (!mm().mmapLock().lockShared(actor)) {
                return Flow.BLOCKED;
            }
            swapping = true;
            outcome = revalidate();
        }
        PageTable table = mm().pageTable();
        while (outcome == ScanResult.SUCCEED && at < end()) {
            long entry = table.walk(at);
            if ((entry & (Pte.SWAP | Pte.MIGRATION)) != 0) {
                actor.call(cpu.handleMmFault(mm(), Objects.requireNonNull(mm().findVma(at)), at, 0));
                return Flow.AGAIN;
            }
            at++;
        }
        swapping = false;
        mm().mmapLock().unlockShared(actor);
        return outcome == ScanResult.SUCCEED ? Flow.NEXT : giveUp();
    }

    private int swappedIn(Actor actor) {
        if (!actor.returned().ok()) {
            outcome = ScanResult.FAIL;
        }
        return Flow.AGAIN;
    }

    private int giveUp() {
        cpu.mm().memory().put(head, 1);
        head = PhysicalMemory.NONE;
        return over();
    }

    private int lock(Actor actor) {
        if (!mm().mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        outcome = mm().alive() ? revalidate() : ScanResult.FAIL;
        if (outcome == ScanResult.SUCCEED) {
            return Flow.NEXT;
        }
        mm().mmapLock().unlock(actor);
        return giveUp();
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), first, end(), NotifierEvent.CLEAR);
    }

    /**
     * The page table is taken out as a whole. The kernel holds {@code anon_vma_lock_write} until it is put back or its pages are isolated, which keeps
     * whoever walks the rmap away; here the pages are locked as soon as their entries are out, and nothing is taken out under somebody who has
     * one locked or moves it.
     */
    private int clear() {
        PageTable table = mm().pageTable();
        for (int i = 0; i < entries.length; i++) {
            entries[i] = table.walk(first + i);
        }
        outcome = judge(true);
        if (outcome == ScanResult.SUCCEED && swapped) {
            outcome = ScanResult.PTE_NON_PRESENT;
        }
        if (outcome != ScanResult.SUCCEED) {
            Arrays.fill(entries, 0);
            return Flow.NEXT;
        }
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != 0) {
                table.set(first + i, 0);
            }
        }
        setLocked(true);
        mm().collapse(first);
        return Flow.NEXT;
    }

    private int isolate(Actor actor) {
        if (outcome == ScanResult.SUCCEED) {
            outcome = judge(false);
        }
        if (outcome != ScanResult.SUCCEED) {
            putBack();
            mm().mmapLock().unlock(actor);
            return giveUp();
        }
        return Flow.NEXT;
    }

    private void putBack() {
        setLocked(false);
        mm().collapse(MmStruct.NOWHERE);
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != 0) {
                mm().pageTable().set(first + i, entries[i]);
            }
        }
        Arrays.fill(entries, 0);
    }

    private void setLocked(boolean locked) {
        PhysicalMemory memory = cpu.mm().memory();
        for (long entry : entries) {
            if (isPage(entry)) {
                memory.setLocked(memory.head(Pte.frame(entry)), locked);
            }
        }
    }

    private static boolean isPage(long entry) {
        return Pte.present(entry) && (entry & Pte.SPECIAL) == 0;
    }

    private int copy(Actor actor) {
        PhysicalMemory memory = cpu.mm().memory();
        Vma vma = Objects.requireNonNull(mm().findVma(first));
        setLocked(false);
        mm().collapse(MmStruct.NOWHERE);
        for (int i = 0; i < entries.length; i++) {
            memory.setAnon(head + i);
            if (isPage(entries[i])) {
                int frame = Pte.frame(entries[i]);
                memory.copy(frame, head + i);
                memory.unmap(frame);
                memory.put(frame, 1);
            }
        }
        Arrays.fill(entries, 0);
        memory.setExclusive(head, cpu.mm().cowRules().tracksAnonExclusive());
        memory.mapHuge(head);
        memory.put(head, 1);
        long rights = (vma.is(Vma.WRITE) ? Pte.WRITE : 0) | (vma.is(Vma.READ) ? 0 : Pte.PROT_NONE);
        mm().pageTable().setHugePmd(first, Pte.of(head, Pte.PRESENT | Pte.ACCESSED | Pte.DIRTY | rights));
        head = PhysicalMemory.NONE;
        mm().mmapLock().unlock(actor);
        return over();
    }
}
