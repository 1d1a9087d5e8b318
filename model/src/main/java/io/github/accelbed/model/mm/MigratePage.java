package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate_pages} of one page (mm/migrate.c): moves a page to another frame, as compaction and NUMA balancing do. Extra
 * references (a pin, a get) make it answer EAGAIN, and the page stays; so does one that somebody else works on ({@code folio_isolate_lru}). The page
 * cache's reference and the swap cache's are expected ({@code expected_page_refs}, later {@code folio_expected_ref_count}; in every release), and the new
 * page takes the old one's place there. A long-term pin has it moved out of its zone, all others within it.
 */
public final class MigratePage extends Operation<MigratePage> {
    private static final Program<MigratePage> STEPS = Program.<MigratePage>of("migrate_pages")
            .kernel("folio_isolate_lru", Cost.INCLUDED, (o, a) -> o.isolate())
            .kernel("try_to_migrate", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .kernel("folio_migrate_mapping, folio_copy", Cost.COPY_PAGE, (o, a) -> o.move())
            .kernel("remove_migration_ptes", Cost.INCLUDED, (o, a) -> o.restore())
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final long vpn;
    private final boolean outOfZone;

    @Frames(Frames.Form.NUMBER)
    private int oldFrame;

    @Frames(Frames.Form.NUMBER)
    private int newFrame;

    private @Nullable FileMapping mapping;
    private long fileIndex;
    private @Nullable UnmapPage unmapPage;

    /**
     * A move of what a process maps at an address.
     *
     * @param cpu the kernel worker
     * @param mm the process's memory
     * @param vpn the page; EFAULT if nothing is mapped there
     */
    public MigratePage(Cpu cpu, MmStruct mm, long vpn) {
        this(cpu, mm, vpn, false);
    }

    /** The same, or a move out of its zone for a long-term pin (MR_LONGTERM_PIN). */
    MigratePage(Cpu cpu, MmStruct mm, long vpn, boolean outOfZone) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        this.vpn = vpn;
        this.outOfZone = outOfZone;
    }

    private int isolate() {
        Vma vma = mm.findVma(vpn);
        long pte = mm.pageTable().walk(vpn);
        if (vma == null || !Pte.present(pte) || (pte & Pte.SPECIAL) != 0) {
            answer(mm.isCollapsing(vpn) ? Errno.EAGAIN : Errno.EFAULT);
            return Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        oldFrame = Pte.frame(pte);
        if (memory.isCompound(oldFrame) || memory.isLocked(oldFrame)) {
            // Moving huge pages is left out; they stay where they are.
            answer(Errno.EAGAIN);
            return Flow.DONE;
        }
        newFrame = outOfZone ? memory.alloc() : memory.allocFor(vma);
        if (newFrame == PhysicalMemory.NONE) {
            answer(Errno.ENOMEM);
            return Flow.DONE;
        }
        memory.get(oldFrame, 1);
        memory.setLocked(oldFrame, true);
        mapping = vma.mapping();
        fileIndex = vma.index(vpn);
        unmapPage = new UnmapPage(cpu, oldFrame, vma, vpn, true);
        return Flow.NEXT;
    }

    private int unmap(Actor actor) {
        if (unmapPage != null) {
            actor.call(unmapPage);
        }
        return Flow.NEXT;
    }

    private int move() {
        PhysicalMemory memory = cpu.mm().memory();
        boolean ofFile = memory.inPageCache(oldFrame);
        boolean swapped = memory.inSwapCache(oldFrame);
        int expected = ofFile || swapped ? 2 : 1;
        boolean unexpected = memory.mapcount(oldFrame) != 0 || memory.refcount(oldFrame) != expected;
        if (unmapPage == null || unmapPage.failed() || unexpected) {
            answer(Errno.EAGAIN);
            return Flow.NEXT;
        }
        memory.copy(oldFrame, newFrame);
        if (memory.isAnon(oldFrame)) {
            memory.setAnon(newFrame);
            memory.setLazyFree(newFrame, memory.isLazyFree(oldFrame));
            memory.setKsm(newFrame, memory.isKsm(oldFrame));
        }
        if (ofFile && mapping != null) {
            mapping.replace(memory, fileIndex, newFrame);
        } else if (swapped) {
            cpu.mm().replaceInSwapCache(oldFrame, newFrame);
        }
        return Flow.NEXT;
    }

    private int restore() {
        if (unmapPage != null) {
            unmapPage.restore(result().ok() ? newFrame : oldFrame);
        }
        PhysicalMemory memory = cpu.mm().memory();
        memory.setLocked(oldFrame, false);
        memory.put(oldFrame, 1);
        memory.put(newFrame, 1);
        return Flow.DONE;
    }
}
