package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * {@code madvise} (mm/madvise.c): the advice that matters to devices. A hole answers ENOMEM after the mapped parts were treated
 * (measured on 6.18); an area that does not take the advice answers EINVAL.
 */
public final class Madvise extends MmSyscall<Madvise> {
    /** The advice. */
    public enum Advice {
        /** Drop the pages; private contents are lost, shared ones stay with their object. */
        DONTNEED,
        /** Pages may be dropped later unless written again; private anonymous only. */
        FREE,
        /** Do not give the range to a child. */
        DONTFORK,
        /** Undo DONTFORK; refused on device memory. */
        DOFORK,
        /** A child sees zero pages; private anonymous only. */
        WIPEONFORK,
        /** Undo WIPEONFORK. */
        KEEPONFORK,
        /** Fault all pages in: MADV_POPULATE_WRITE where writable, else MADV_POPULATE_READ. */
        POPULATE
    }

    private static final Program<Madvise> STEPS = Program.<Madvise>of("madvise")
            .cpu("mmap_lock", Cost.MADVISE_FLAG, (o, a) -> o.lock(a))
            .cpu("vma_adjust_trans_huge", Cost.INCLUDED, (o, a) -> o.splitHuge(a))
            .cpu("madvise_vma_behavior", Cost.INCLUDED, (o, a) -> o.nextArea(a))
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Advice advice;
    private List<Vma> areas = List.of();
    private int index;
    private long populateAt;
    private boolean faulting;

    /**
     * An advice.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     * @param advice what
     */
    public Madvise(Cpu cpu, MmStruct mm, long start, long pages, Advice advice) {
        super(STEPS, cpu, mm, start, pages);
        this.advice = advice;
    }

    private int lock(Actor actor) {
        if (advice == Advice.POPULATE && !cpu.mm().notifierRules().madvisePopulate()) {
            answer(Errno.EINVAL);
            return Flow.DONE;
        }
        // The kernel reads for advice that only drops or faults pages; writing is stricter and simpler.
        if (!mm.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        if (!mm.covered(start, end)) {
            answer(Errno.ENOMEM);
        }
        if (setsFlag()) {
            mm.splitAt(start);
            mm.splitAt(end);
        }
        areas = mm.overlapping(start, end);
        populateAt = start;
        return Flow.NEXT;
    }

    private boolean setsFlag() {
        return switch (advice) {
            case DONTNEED, FREE, POPULATE -> false;
            case DONTFORK, DOFORK, WIPEONFORK, KEEPONFORK -> true;
        };
    }

    /** An area cannot end within a huge mapping. */
    private int splitHuge(Actor actor) {
        for (long border : setsFlag() ? new long[] {start, end} : new long[0]) {
            if (border % PhysicalMemory.HUGE_PAGES != 0 && mm.pageTable().hugePmd(border) != 0) {
                actor.call(cpu.splitHugePmd(mm, border));
                return Flow.AGAIN;
            }
        }
        return Flow.NEXT;
    }

    private int nextArea(Actor actor) {
        if (index == areas.size()) {
            return Flow.NEXT;
        }
        Vma vma = areas.get(index);
        if (!takes(vma)) {
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        if (advice == Advice.POPULATE) {
            return populate(actor, vma);
        }
        index++;
        long from = Math.max(start, vma.start());
        long to = Math.min(end, vma.end());
        switch (advice) {
            case DONTNEED -> actor.call(new UnmapRange(cpu, mm, from, to, NotifierEvent.CLEAR));
            case FREE -> actor.call(new MadviseFree(cpu, mm, from, to));
            case DONTFORK -> vma.set(Vma.DONTCOPY, true);
            case DOFORK -> vma.set(Vma.DONTCOPY, false);
            case WIPEONFORK -> vma.set(Vma.WIPEONFORK, true);
            case KEEPONFORK -> vma.set(Vma.WIPEONFORK, false);
            case POPULATE -> throw new IllegalStateException();
        }
        return Flow.AGAIN;
    }

    private boolean takes(Vma vma) {
        return switch (advice) {
            case DONTNEED, DOFORK, POPULATE -> !vma.is(Vma.PFNMAP);
            case FREE, WIPEONFORK -> vma.mapping() == null && !vma.is(Vma.PFNMAP);
            case DONTFORK, KEEPONFORK -> true;
        };
    }

    private int populate(Actor actor, Vma vma) {
        if (faulting) {
            faulting = false;
            Errno fault = cpu.vmf().result();
            if (!fault.ok()) {
                answer(fault == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
                return Flow.NEXT;
            }
            populateAt++;
        }
        if (populateAt < vma.start()) {
            answer(Errno.ENOMEM);
            return Flow.NEXT;
        }
        if (populateAt >= Math.min(end, vma.end())) {
            index++;
            return Flow.AGAIN;
        }
        if (!vma.is(Vma.READ)) {
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        faulting = true;
        actor.call(cpu.handleMmFault(mm, vma, populateAt, vma.is(Vma.WRITE) ? HandleMmFault.WRITE : 0));
        return Flow.AGAIN;
    }

    private int unlock(Actor actor) {
        if (setsFlag()) {
            mm.merge(start, end, cpu.mm().memory());
        }
        mm.mmapLock().unlock(actor);
        return Flow.DONE;
    }
}
