package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code collapse_pte_mapped_thp}, and {@code retract_page_tables} of one area (mm/khugepaged.c): the page table of 2 MiB of shmem that hold a huge page is taken out, with the
 * small entries of that page if it has any, so that the page can be mapped as a whole; for MADV_COLLAPSE it is at once.
 *
 * <p>Mirrors and IOMMUs are told (event CLEAR) from f268f6cf875f on. Before, who had such an entry keeps it: the page is still the object's, but a change that finds no
 * entry later tells nobody either. The object's page stays locked meanwhile, so nobody faults.
 */
final class RetractPageTable extends PteOperation<RetractPageTable> {
    private static final Program<RetractPageTable> MADVISE =
            steps(Program.<RetractPageTable>of("collapse_pte_mapped_thp"), Program.Builder::cpu);
    private static final Program<RetractPageTable> KHUGEPAGED =
            steps(Program.<RetractPageTable>of("collapse_pte_mapped_thp"), Program.Builder::kernel);

    private static Program<RetractPageTable> steps(
            Program.Builder<RetractPageTable> steps, AddsStep<RetractPageTable> lane) {
        lane.step(steps, "mmap_lock", Cost.INCLUDED, (o, a) -> o.lock(a)).waits();
        lane.step(steps, "filemap_lock_folio", Cost.INCLUDED, (o, a) -> o.lockPage(a))
                .waits();
        lane.step(steps, "mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a));
        lane.step(steps, "pmdp_collapse_flush", Cost.INCLUDED, underPtl((o, a) -> o.clear()))
                .waits();
        steps.iommu("pmdp_collapse_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a));
        lane.step(steps, "mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a));
        lane.step(steps, "set_huge_pmd", Cost.INCLUDED, underPtl((o, a) -> o.install(a)))
                .waits();
        return steps.build();
    }

    /** What is done about mmap_lock. */
    private enum MmapLock {
        TAKEN,
        HELD,
        GIVEN_BACK,
        NONE
    }

    private final Cpu cpu;
    private final boolean khugepaged;
    private final NotifierRange range;
    private final FolioLock folioLock;
    private @Nullable MmStruct mm;
    private @Nullable FileMapping file;
    private long first;
    private long block;
    private MmapLock lock = MmapLock.TAKEN;
    private boolean cleared;

    private ScanResult outcome = ScanResult.FAIL;

    /** For khugepaged, or for the process that asks, which has the page mapped. */
    RetractPageTable(Cpu cpu, boolean khugepaged) {
        super(khugepaged ? KHUGEPAGED : MADVISE);
        this.cpu = cpu;
        this.khugepaged = khugepaged;
        range = new NotifierRange(cpu);
        folioLock = new FolioLock(cpu.mm().memory());
    }

    /** {@code collapse_pte_mapped_thp}, which takes mmap_lock and the page's lock. */
    RetractPageTable of(MmStruct space, long firstPage) {
        return of(space, firstPage, MmapLock.TAKEN);
    }

    /** The same with mmap_lock held for writing by the caller. */
    RetractPageTable ofHeld(MmStruct space, long firstPage) {
        return of(space, firstPage, MmapLock.HELD);
    }

    /** {@code retract_page_tables}: the caller has the page locked, and mmap_lock for writing, which is given back, or where none is needed not. */
    RetractPageTable ofLockedPage(MmStruct space, long firstPage) {
        return of(space, firstPage, rules().retractsWithoutMmapLock() ? MmapLock.NONE : MmapLock.GIVEN_BACK);
    }

    private RetractPageTable of(MmStruct space, long firstPage, MmapLock how) {
        mm = space;
        first = firstPage;
        lock = how;
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

    private FileMapping file() {
        return Objects.requireNonNull(file, "not prepared");
    }

    private long end() {
        return first + PhysicalMemory.HUGE_PAGES;
    }

    private CowRules rules() {
        return cpu.mm().cowRules();
    }

    @Override
    protected void begin() {
        outcome = ScanResult.FAIL;
        cleared = false;
    }

    private boolean callerLockedPage() {
        return lock == MmapLock.GIVEN_BACK || lock == MmapLock.NONE;
    }

    private int lock(Actor actor) {
        if (lock != MmapLock.TAKEN) {
            return Flow.PASS;
        }
        return rules().retractsWithoutMmapLock() ? downRead(actor, mm().mmapLock()) : mutexLock(actor, mm().mmapLock());
    }

    private int lockPage(Actor actor) {
        Vma vma = mm().findVma(first);
        FileMapping mapping = vma == null ? null : vma.mapping();
        if (vma == null || mapping == null || !CollapseFile.takes(vma) || !DoFault.fits(vma, first)) {
            outcome = ScanResult.VMA_CHECK;
            return over(actor);
        }
        file = mapping;
        block = vma.index(first);
        if (!callerLockedPage() && mapping.isLocked(cpu.mm().memory(), block)) {
            return Flow.BLOCKED;
        }
        outcome = look();
        if (outcome != ScanResult.SUCCEED && outcome != ScanResult.PMD_NONE) {
            return over(actor);
        }
        if (!callerLockedPage()) {
            folioLock.take(actor, file().page(block));
        }
        return Flow.NEXT;
    }

    private ScanResult findPmd() {
        ScanResult pmd = mm().findPmd(first);
        return pmd == ScanResult.PMD_NULL && rules().collapseMakesTables() ? ScanResult.PMD_NONE : pmd;
    }

    private ScanResult look() {
        ScanResult pmd = findPmd();
        PhysicalMemory memory = cpu.mm().memory();
        int frame = file().page(block);
        if (pmd == ScanResult.PMD_MAPPED) {
            return pmd;
        } else if (frame == PhysicalMemory.NONE) {
            return ScanResult.PAGE_NULL;
        } else if (!memory.isCompound(frame)) {
            return ScanResult.PAGE_COMPOUND;
        }
        return pmd == ScanResult.SUCCEED ? entries() : pmd;
    }

    /** Nothing but pages of the huge page, each at its place, and none that userfaultfd protects. */
    private ScanResult entries() {
        int head = file().page(block);
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            long entry = mm().pageTable().walk(first + i);
            if ((entry & Pte.UFFD_WP) != 0) {
                return ScanResult.PTE_UFFD_WP;
            } else if (entry != 0 && !Pte.present(entry)) {
                return ScanResult.PTE_NON_PRESENT;
            } else if (entry != 0 && Pte.frame(entry) != head + i) {
                return ScanResult.FAIL;
            }
        }
        return ScanResult.SUCCEED;
    }

    private int rangeStart(Actor actor) {
        if (outcome == ScanResult.PMD_NONE || !rules().retractionNotifies()) {
            return Flow.PASS;
        }
        return lock == MmapLock.NONE
                ? range.startWithoutMmapLock(actor, mm(), first, end(), NotifierEvent.CLEAR)
                : range.start(actor, mm(), first, end(), NotifierEvent.CLEAR);
    }

    private int clear() {
        outcome = findPmd();
        if (outcome == ScanResult.SUCCEED) {
            outcome = entries();
        }
        cleared = outcome == ScanResult.SUCCEED;
        if (!cleared) {
            return Flow.NEXT;
        }
        PhysicalMemory memory = cpu.mm().memory();
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            long entry = mm().pageTable().walk(first + i);
            if (entry != 0) {
                mm().pageTable().set(first + i, 0);
                memory.unmap(Pte.frame(entry));
                memory.put(Pte.frame(entry), 1);
            }
        }
        mm().dropTable(first);
        return Flow.NEXT;
    }

    /** The CPU's TLB alone, where secondary MMUs are not told. */
    private int flush(Actor actor) {
        return cleared && rules().retractionNotifies() ? cpu.flush(actor, mm(), first, end()) : Flow.PASS;
    }

    private int install(Actor actor) {
        boolean free = cleared || outcome == ScanResult.PMD_NONE;
        if (free && !khugepaged && lock == MmapLock.TAKEN) {
            Vma vma = Objects.requireNonNull(mm().findVma(first));
            DoFault.setHugePmd(cpu.mm().memory(), mm(), vma, first, file().page(block), 0);
            outcome = ScanResult.SUCCEED;
        }
        return over(actor);
    }

    private int over(Actor actor) {
        if (folioLock.isTaken()) {
            folioLock.giveBack(actor);
        }
        if (lock == MmapLock.GIVEN_BACK || (lock == MmapLock.TAKEN && !rules().retractsWithoutMmapLock())) {
            mm().mmapLock().unlock(actor);
        } else if (lock == MmapLock.TAKEN) {
            mm().mmapLock().unlockShared(actor);
        }
        return Flow.DONE;
    }
}
