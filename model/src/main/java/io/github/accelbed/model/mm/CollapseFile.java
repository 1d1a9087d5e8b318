package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code hpage_collapse_scan_file} and {@code collapse_file} (mm/khugepaged.c; up to 5.3 {@code collapse_shmem}) of 2 MiB of shmem: its small pages are copied into a huge
 * one, which takes their place in the object, and holes become zeros. The caller holds mmap_lock for reading; it is given back at once.
 *
 * <p>Each small page is unmapped from everybody, with a notification; if somebody else refers to it, all stays as it is but for the entries. Faults wait until the huge
 * page is there. Then the empty page tables are taken out ({@code retract_page_tables}), so that faults map it as a whole: with a notification from
 * f268f6cf875f on. A private area that has pages of its own keeps its table. Who asked by MADV_COLLAPSE has the page mapped for it by {@link RetractPageTable}.
 *
 * <p>Left out: that a hole may be filled meanwhile by another thread, which is made to wait here (SCAN_PAGE_FILLED).
 */
final class CollapseFile extends Operation<CollapseFile> {
    private static final Program<CollapseFile> MADVISE =
            steps(Program.<CollapseFile>of("collapse_file"), Program.Builder::cpu);
    private static final Program<CollapseFile> KHUGEPAGED =
            steps(Program.<CollapseFile>of("collapse_file"), Program.Builder::kernel);

    private static final int MAX_PTES_SWAP = PhysicalMemory.HUGE_PAGES / 8;

    private static Program<CollapseFile> steps(Program.Builder<CollapseFile> steps, AddsStep<CollapseFile> lane) {
        lane.step(steps, "hpage_collapse_scan_file", Cost.INCLUDED, (o, a) -> o.scan(a))
                .returned((o, a) -> o.mapped());
        lane.step(steps, "alloc_charge_hpage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate(a))
                .returned((o, a) -> o.mapped());
        lane.step(steps, "folio_isolate_lru, try_to_unmap", Cost.INCLUDED, (o, a) -> o.isolateNext(a))
                .returned((o, a) -> o.isolated(a));
        lane.step(steps, "copy_highpage, xas_store", Cost.CPU_COW_FAULT_HUGE, (o, a) -> o.copy());
        lane.step(steps, "retract_page_tables", Cost.INCLUDED, (o, a) -> o.retractNext(a));
        lane.step(steps, "folio_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a));
        lane.step(steps, "collapse_pte_mapped_thp", Cost.INCLUDED, (o, a) -> o.mapHuge(a))
                .returned((o, a) -> o.mapped());
        return steps.build();
    }

    private record Place(MmStruct mm, long first) {}

    private final Cpu cpu;
    private final boolean khugepaged;
    private final RetractPageTable retract;
    private final FolioLock folioLock;
    private @Nullable MmStruct mm;
    private @Nullable FileMapping file;
    private long first;
    private long block;
    private long at;
    private ScanResult table = ScanResult.FAIL;
    private ScanResult outcome = ScanResult.FAIL;
    private List<Place> places = List.of();
    private final List<Long> locked = new ArrayList<>();

    @Frames(Frames.Form.NUMBER)
    private int head = PhysicalMemory.NONE;

    /** Collapses for khugepaged, or for the process that asks. */
    CollapseFile(Cpu cpu, boolean khugepaged) {
        super(khugepaged ? KHUGEPAGED : MADVISE);
        this.cpu = cpu;
        this.khugepaged = khugepaged;
        retract = new RetractPageTable(cpu, khugepaged);
        folioLock = new FolioLock(cpu.mm().memory());
    }

    /** Whether this is how an area's 2 MiB are collapsed. Files of a disk are left out: a kernel needs CONFIG_READ_ONLY_THP_FOR_FS for them. */
    static boolean takes(Vma vma) {
        FileMapping mapping = vma.mapping();
        return mapping != null && mapping.collapses() && !vma.is(Vma.PFNMAP) && !vma.is(Vma.HUGETLB);
    }

    /** The 2 MiB from a page on. */
    CollapseFile of(MmStruct space, long firstPage) {
        mm = space;
        first = firstPage;
        return this;
    }

    /** What came of it. */
    ScanResult outcome() {
        return outcome;
    }

    private MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    private FileMapping file() {
        return Objects.requireNonNull(file, "not prepared");
    }

    private CowRules rules() {
        return cpu.mm().cowRules();
    }

    private PhysicalMemory memory() {
        return cpu.mm().memory();
    }

    @Override
    protected void begin() {
        file = null;
        locked.clear();
        places = List.of();
    }

    private int scan(Actor actor) {
        Vma vma = mm().findVma(first);
        outcome = ScanResult.SUCCEED;
        if (vma == null) {
            outcome = ScanResult.VMA_NULL;
        } else if (!takes(vma)) {
            outcome = ScanResult.VMA_CHECK;
        } else if (!DoFault.fits(vma, first)) {
            outcome = ScanResult.ADDRESS_RANGE;
        } else {
            // get_file
            FileMapping mapping = Objects.requireNonNull(vma.mapping());
            mapping.use();
            file = mapping;
            block = vma.index(first);
            at = block;
            table = mm().findPmd(first);
            outcome = judge();
        }
        mm().mmapLock().unlockShared(actor);
        return goOn(actor);
    }

    private int goOn(Actor actor) {
        if (outcome == ScanResult.PTE_MAPPED_HUGEPAGE) {
            return leave(actor);
        }
        return outcome == ScanResult.SUCCEED ? Flow.NEXT : over();
    }

    /** Whether the object has a huge page at the 2 MiB already. */
    private ScanResult huge() {
        if (file().hugePage(memory(), block) == PhysicalMemory.NONE) {
            return ScanResult.SUCCEED;
        }
        return rules().collapsesPteMapped() ? ScanResult.PTE_MAPPED_HUGEPAGE : ScanResult.PAGE_COMPOUND;
    }

    /** What the object has there, from afar. */
    private ScanResult judge() {
        if (huge() != ScanResult.SUCCEED) {
            return huge();
        }
        int present = 0;
        int swapped = 0;
        for (long index = nextThere(block); index >= 0; index = nextThere(index + 1)) {
            if (file().isSwapped(index)) {
                swapped++;
                if (khugepaged && swapped > MAX_PTES_SWAP) {
                    return ScanResult.EXCEED_SWAP_PTE;
                }
            } else {
                int frame = file().page(index);
                if (memory().refcount(frame) != memory().mapcount(frame) + 1) {
                    return ScanResult.PAGE_COUNT;
                }
                present++;
            }
        }
        return khugepaged && present == 0 ? ScanResult.EXCEED_NONE_PTE : ScanResult.SUCCEED;
    }

    private long nextThere(long from) {
        return file().nextThere(from, block + PhysicalMemory.HUGE_PAGES);
    }

    /** It has a huge page already; who asked has it mapped, khugepaged comes back for that up to 6.5. */
    private int leave(Actor actor) {
        if (!khugepaged || !rules().retractionComesBack()) {
            actor.call(retract.of(mm(), first));
            return Flow.DONE;
        }
        outcome = mm().findPmd(first);
        if (outcome == ScanResult.SUCCEED) {
            mm().addPteMapped(first);
        }
        return over();
    }

    private int over() {
        if (file != null) {
            file.unuse(memory());
        }
        answer(outcome.errno(rules(), khugepaged));
        return Flow.DONE;
    }

    private int allocate(Actor actor) {
        head = memory().allocHuge();
        if (head == PhysicalMemory.NONE) {
            outcome = ScanResult.ALLOC_HUGE_PAGE_FAIL;
            return over();
        }
        actor.charge(PhysicalMemory.HUGE_PAGES);
        folioLock.take(actor, head);
        outcome = file().isLocked(memory(), block) ? ScanResult.PAGE_LOCK : huge();
        if (outcome == ScanResult.SUCCEED) {
            file().announceHuge(block, head);
        } else {
            putHuge(actor);
        }
        return goOn(actor);
    }

    private void putHuge(Actor actor) {
        folioLock.giveBack(actor);
        memory().put(head, 1);
        head = PhysicalMemory.NONE;
    }

    private int isolateNext(Actor actor) {
        at = nextThere(at);
        if (at < 0) {
            outcome = locked.isEmpty() ? ScanResult.TRUNCATED : ScanResult.SUCCEED;
            return outcome == ScanResult.SUCCEED ? Flow.PASS : giveUp(actor);
        }
        int frame = file().findOrSwapIn(memory(), at);
        if (frame == PhysicalMemory.NONE) {
            outcome = ScanResult.FAIL;
            return giveUp(actor);
        }
        if (memory().isLocked(frame)) {
            outcome = ScanResult.PAGE_LOCK;
            return giveUp(actor);
        }
        memory().get(frame, 1);
        memory().setLocked(frame, true);
        locked.add(at);
        if (memory().mapcount(frame) == 0) {
            return isolated(actor);
        }
        actor.call(new UnmapPage(cpu, frame, file(), at));
        return Flow.AGAIN;
    }

    /** Once it is unmapped and locked, a reference beside the object's and the one taken here is somebody else's. */
    private int isolated(Actor actor) {
        int frame = file().page(at);
        if (memory().refcount(frame) != 2) {
            outcome = ScanResult.PAGE_COUNT;
            return giveUp(actor);
        }
        at++;
        return Flow.AGAIN;
    }

    private int giveUp(Actor actor) {
        for (long index : locked) {
            unlock(file().page(index));
        }
        locked.clear();
        file().withdrawHuge(block);
        putHuge(actor);
        return over();
    }

    private void unlock(int frame) {
        memory().setLocked(frame, false);
        memory().put(frame, 1);
    }

    private int copy() {
        int[] old = new int[locked.size()];
        for (int i = 0; i < old.length; i++) {
            old[i] = file().page(locked.get(i));
            memory().copy(old[i], head + (int) (locked.get(i) - block));
        }
        file().storeHuge(memory(), block, head);
        for (int frame : old) {
            unlock(frame);
        }
        locked.clear();
        places = places();
        return Flow.NEXT;
    }

    /** {@code vma_interval_tree_foreach}: the areas that map the 2 MiB as a whole, and have no pages of their own. */
    private List<Place> places() {
        List<Place> found = new ArrayList<>();
        for (MmStruct space : cpu.mm().mms()) {
            for (Vma vma : space.vmas()) {
                long from = block - vma.pgoff() + vma.start();
                if (vma.mapping() == file() && !vma.hasAnonVma() && from >= vma.start() && DoFault.fits(vma, from)) {
                    found.add(new Place(space, from));
                }
            }
        }
        return found;
    }

    private int retractNext(Actor actor) {
        while (!places.isEmpty()) {
            Place place = places.remove(0);
            if (place.mm().findPmd(place.first()) == ScanResult.SUCCEED) {
                if (mayRetract(actor, place)) {
                    actor.call(retract.ofLockedPage(place.mm(), place.first()));
                    return places.isEmpty() ? Flow.NEXT : Flow.AGAIN;
                }
                if (rules().retractionComesBack()) {
                    place.mm().addPteMapped(place.first());
                }
            }
        }
        return Flow.PASS;
    }

    /** {@code mmap_write_trylock}; MADV_COLLAPSE does not try it for others. */
    private boolean mayRetract(Actor actor, Place place) {
        if (rules().retractsWithoutMmapLock()) {
            return true;
        }
        boolean own = place.mm() == mm() && place.first() == first;
        return (khugepaged || own) && place.mm().mmapLock().lock(actor);
    }

    private int unlock(Actor actor) {
        folioLock.giveBack(actor);
        head = PhysicalMemory.NONE;
        return Flow.NEXT;
    }

    /** Up to 6.5 MADV_COLLAPSE is told what became of its own table, and has nothing mapped if there was none. */
    private int mapHuge(Actor actor) {
        if (khugepaged) {
            return over();
        }
        Vma vma = mm().findVma(first);
        if (!rules().retractsWithoutMmapLock()) {
            if (vma != null && vma.hasAnonVma()) {
                outcome = ScanResult.PAGE_ANON;
                return over();
            }
            if (table != ScanResult.SUCCEED) {
                outcome = table;
                return over();
            }
        }
        actor.call(retract.of(mm(), first));
        return Flow.DONE;
    }

    private int mapped() {
        outcome = retract.outcome();
        return over();
    }
}
