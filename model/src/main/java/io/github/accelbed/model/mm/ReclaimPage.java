package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * Reclaim of one page ({@code shrink_folio_list}, mm/vmscan.c): swap-out of an anonymous page, dropping of a lazily freed or file
 * page. Answers EAGAIN if the page stays in memory, because something else holds a reference.
 *
 * <p>Before feb889fb40fa (5.11) a pinned page is unmapped all the same and stays in the swap cache, so the next fault finds it again. A clean
 * MADV_FREE page is dropped whoever refers to it up to 5.17 ({@link CowRules#lazyFreeLooksAtReferences()}); one that is found dirty is put
 * back, and may go to swap the next time.
 */
public final class ReclaimPage extends Operation<ReclaimPage> {
    private static final Program<ReclaimPage> STEPS = Program.<ReclaimPage>of("shrink_folio_list")
            .kernel("folio_check_references", Cost.INCLUDED, (o, a) -> o.check())
            .kernel("add_to_swap", Cost.INCLUDED, (o, a) -> o.addToSwap())
            .kernel("try_to_unmap", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .kernel("pageout, __remove_mapping", Cost.COPY_PAGE, (o, a) -> o.remove())
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final long vpn;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    private int slot = PhysicalMemory.NONE;
    private @Nullable FileMapping mapping;
    private long fileIndex;
    private @Nullable UnmapPage unmapPage;

    /**
     * Reclaim of what a process maps at an address.
     *
     * @param cpu the kernel worker
     * @param mm the process's memory
     * @param vpn the page; EFAULT if nothing is mapped there
     */
    public ReclaimPage(Cpu cpu, MmStruct mm, long vpn) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        this.vpn = vpn;
    }

    private int check() {
        Vma vma = mm.findVma(vpn);
        long pte = mm.pageTable().walk(vpn);
        if (vma == null || !Pte.present(pte) || (pte & Pte.SPECIAL) != 0) {
            answer(mm.isCollapsing(vpn) ? Errno.EAGAIN : Errno.EFAULT);
            return Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        CowRules rules = cpu.mm().cowRules();
        frame = Pte.frame(pte);
        boolean wouldGoToSwap = isSwapBacked(memory) && !memory.inSwapCache(frame);
        if (memory.isCompound(frame)
                || memory.isKsm(frame)
                || memory.isLocked(frame)
                || (wouldGoToSwap && rules.reclaimSkipsPinned() && memory.maybeDmaPinned(frame, rules.pinBias()))) {
            // Huge pages and those of KSM are left alone here; the kernel would split or swap them.
            answer(Errno.EAGAIN);
            return Flow.DONE;
        }
        // As isolate_lru_page does: else the page could be freed and belong to somebody else before the next step.
        memory.get(frame, 1);
        memory.setLocked(frame, true);
        mapping = vma.mapping();
        fileIndex = vma.index(vpn);
        unmapPage = new UnmapPage(cpu, frame, vma, vpn, false);
        return Flow.NEXT;
    }

    private int addToSwap() {
        PhysicalMemory memory = cpu.mm().memory();
        if (isSwapBacked(memory) && !memory.inSwapCache(frame)) {
            slot = cpu.mm().swap().alloc();
            cpu.mm().swap().cache(slot, frame);
            memory.setSwapCache(frame, true);
            memory.get(frame, 1);
        } else if (memory.inSwapCache(frame)) {
            slot = cpu.mm().swap().slotOfFrame(frame);
        }
        if (slot != PhysicalMemory.NONE) {
            // The page lock keeps a fault from emptying the swap cache meanwhile; here a count of the slot does.
            cpu.mm().swap().duplicate(slot);
        }
        return Flow.NEXT;
    }

    /** {@code folio_test_anon} and {@code folio_test_swapbacked}: a lazily freed page is given no swap, it is dropped or stays. */
    private boolean isSwapBacked(PhysicalMemory memory) {
        return memory.isAnon(frame) && !memory.isLazyFree(frame);
    }

    private int unmap(Actor actor) {
        if (unmapPage != null) {
            unmapPage.toSwap(slot);
            actor.call(unmapPage);
        }
        return Flow.NEXT;
    }

    private int remove() {
        PhysicalMemory memory = cpu.mm().memory();
        SwapSpace swap = cpu.mm().swap();
        if (slot != PhysicalMemory.NONE) {
            swap.free(slot);
            boolean alone = memory.mapcount(frame) == 0 && memory.refcount(frame) == 2;
            if (alone || swap.count(slot) == 0) {
                if (alone) {
                    swap.write(slot, memory.read(frame));
                }
                cpu.mm().deleteFromSwapCache(slot);
            }
            answer(alone ? Errno.OK : Errno.EAGAIN);
        } else if (memory.inPageCache(frame)) {
            answer(memory.refcount(frame) == 2 ? Errno.OK : Errno.EAGAIN);
            if (result().ok() && mapping != null) {
                mapping.writeBackAndDrop(memory, fileIndex);
            }
        } else if (unmapPage != null && unmapPage.failed()) {
            answer(Errno.EAGAIN);
        }
        memory.setLocked(frame, false);
        memory.put(frame, 1);
        return Flow.DONE;
    }
}
