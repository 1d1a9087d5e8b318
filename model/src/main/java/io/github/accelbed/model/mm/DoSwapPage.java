package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_swap_page} (mm/memory.c): brings a page back, from the swap cache if it is still there. No notifier fires. A write
 * that may not reuse the page goes on to {@link DoWpPage}.
 *
 * <p>Up to 5.17 a write fault asks {@code reuse_swap_page} here, which counts mappings and swap entries only; in 5.18 it looks at references
 * (c145e0b47c77); from 5.19 on the page is exclusive if its entry was, or if nothing else refers to it.
 */
final class DoSwapPage extends FaultHandler<DoSwapPage> {
    private static final Program<DoSwapPage> STEPS = Program.<DoSwapPage>of("do_swap_page")
            .cpu("swapin_readahead", Cost.CPU_MAJOR_FAULT, (o, a) -> o.find(a))
            .cpu("set_pte_at", Cost.CPU_MINOR_FAULT, underPtl((o, a) -> o.install(a)))
            .waits()
            .returned((o, a) -> o.orFail(a, Flow.DONE))
            .build();

    private int slot;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    DoSwapPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
    }

    private int find(Actor actor) {
        SwapSpace swap = cpu.mm().swap();
        PhysicalMemory memory = cpu.mm().memory();
        long entry = vmf.pte();
        if ((entry & Pte.SWAP) == 0) {
            actor.charge(0);
            vmf.retry();
            return Flow.DONE;
        }
        slot = Pte.frame(entry);
        frame = swap.cachedFrame(slot);
        if (frame == PhysicalMemory.NONE) {
            frame = memory.allocFor(vmf.vma());
            if (frame == PhysicalMemory.NONE) {
                return fail(Errno.ENOMEM);
            }
            memory.write(frame, swap.read(slot));
            memory.setAnon(frame);
            memory.setSwapCache(frame, true);
            swap.cache(slot, frame);
        } else {
            actor.charge(0);
        }
        memory.get(frame, 1);
        return Flow.NEXT;
    }

    private int install(Actor actor) {
        MmStruct mm = vmf.mm();
        PhysicalMemory memory = cpu.mm().memory();
        SwapSpace swap = cpu.mm().swap();
        CowRules rules = cpu.mm().cowRules();
        long entry = vmf.pte();
        if ((entry & Pte.SWAP) == 0 || Pte.frame(entry) != slot || swap.cachedFrame(slot) != frame) {
            memory.put(frame, 1);
            vmf.retry();
            return Flow.DONE;
        }
        if (memory.isLocked(frame)) {
            // folio_lock_or_retry: somebody moves the page or writes it out, and may have put it elsewhere afterwards.
            return Flow.BLOCKED;
        }
        memory.map(frame);
        swap.free(slot);
        boolean alone = swap.count(slot) == 0 && memory.mapcount(frame) == 1;
        if (swap.count(slot) == 0) {
            cpu.mm().deleteFromSwapCache(slot);
        }
        // The count is this mapping plus the reference that this fault holds.
        boolean kept = alone && (!rules.swapInCountsReferences() || memory.refcount(frame) == 2);
        if (rules.tracksAnonExclusive()) {
            kept |= (entry & Pte.EXCLUSIVE) != 0;
            memory.setExclusive(frame, kept);
        }
        long protection = entry & Pte.UFFD_WP;
        boolean writable = kept && vmf.write() && protection == 0;
        long rights = writable ? vmf.maybeMkwrite() | Pte.DIRTY : vmf.maybeMkwrite() & ~Pte.WRITE;
        long flags = protection | Pte.PRESENT | Pte.ACCESSED | rights;
        mm.pageTable().set(vmf.vpn(), Pte.of(frame, flags));
        memory.put(frame, 1);
        if (vmf.write() && protection != 0) {
            vmf.retry();
        } else if ((vmf.write() || vmf.unshare()) && !writable) {
            vmf.callWpPage(actor);
        }
        return Flow.DONE;
    }
}
