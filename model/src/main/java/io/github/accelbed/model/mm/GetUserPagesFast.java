package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code internal_get_user_pages_fast} (mm/gup.c, later {@code gup_fast_fallback}): references on present pages of the caller without any
 * lock, and {@link GetUserPages} for the rest.
 *
 * <p>No lock keeps the table as it is, so each page is grabbed first and its entry looked at again. That does not find a fork that tested
 * the page for pins before the grab and protects the entry after the second look; from 5.11 on (57efa1fe5957) fork makes
 * {@code write_protect_seq} odd meanwhile, and a FOLL_PIN that saw it odd or changed drops what it has. FOLL_GET is not protected.
 *
 * <p>Left out: that interrupts are off, which keeps the tables themselves from being freed.
 */
public final class GetUserPagesFast extends Operation<GetUserPagesFast> implements GupCall {
    private static final Program<GetUserPagesFast> STEPS = Program.<GetUserPagesFast>of("get_user_pages_fast")
            .cpu("mm_set_has_pinned_flag, raw_read_seqcount", Cost.INCLUDED, (o, a) -> o.sample())
            .cpu("gup_pgd_range", Cost.INCLUDED, (o, a) -> o.nextPage(a))
            .returned((o, a) -> o.pageDone())
            .cpu("read_seqcount_retry", Cost.INCLUDED, (o, a) -> o.recheck())
            .cpu("__gup_longterm_unlocked", Cost.INCLUDED, (o, a) -> o.slow(a))
            .returned((o, a) -> o.orFail(a, Flow.DONE))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final long start;
    private final int pages;
    private final PageReferences into;
    private final int before;
    private final GupPteRange gupPteRange;
    private long seq;
    private final GetUserPages rest;

    /**
     * References to a range.
     *
     * @param cpu where it runs
     * @param mm the caller's own memory
     * @param start first page
     * @param pages how many, at least 1
     * @param flags FOLL_ flags of {@link GetUserPages}
     * @param into who holds them afterwards
     */
    public GetUserPagesFast(Cpu cpu, MmStruct mm, long start, int pages, int flags, PageReferences into) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        this.start = start;
        this.pages = pages;
        this.into = into;
        before = into.size();
        gupPteRange = new GupPteRange(cpu, mm, flags, into);
        rest = new GetUserPages(cpu, mm, start, pages, flags, into).unlocked();
    }

    @Override
    public int taken() {
        return into.size() - before;
    }

    private boolean watchesFork() {
        return into.pin() && cpu.mm().cowRules().gupFastWatchesFork();
    }

    private int sample() {
        if (into.pin()) {
            mm.setHasPinned();
        }
        seq = mm.writeProtectSeq();
        return watchesFork() && (seq & 1) != 0 ? Flow.SKIP : Flow.NEXT;
    }

    private int nextPage(Actor actor) {
        actor.call(gupPteRange.at(start + taken()));
        return Flow.AGAIN;
    }

    private int pageDone() {
        return taken() == pages || gupPteRange.failed() ? Flow.NEXT : Flow.AGAIN;
    }

    private int recheck() {
        if (watchesFork() && mm.writeProtectSeq() != seq) {
            into.truncate(before);
        }
        return taken() == pages ? Flow.DONE : Flow.NEXT;
    }

    private int slow(Actor actor) {
        actor.call(rest.at(start + taken(), pages - taken()));
        return Flow.DONE;
    }

    /** {@code gup_pte_range} (later {@code gup_fast_pte_range}) and {@code gup_huge_pmd}: one page. */
    private static final class GupPteRange extends Operation<GupPteRange> {
        private static final Program<GupPteRange> STEPS = Program.<GupPteRange>of("gup_pte_range")
                .cpu("ptep_get_lockless", Cost.INCLUDED, (o, a) -> o.look())
                .cpu("try_grab_folio", Cost.PIN_PER_PAGE, (o, a) -> o.grab(a))
                .cpu("compare the entry, gup_must_unshare", Cost.INCLUDED, (o, a) -> o.compare())
                .build();

        private final Cpu cpu;
        private final MmStruct mm;
        private final int flags;
        private final PageReferences into;
        private long vpn;

        @Frames(Frames.Form.ENTRY)
        private long pte;

        private boolean failed;

        GupPteRange(Cpu cpu, MmStruct mm, int flags, PageReferences into) {
            super(STEPS);
            this.cpu = cpu;
            this.mm = mm;
            this.flags = flags;
            this.into = into;
        }

        GupPteRange at(long page) {
            vpn = page;
            return this;
        }

        /** Whether the last page is left to the slow path. */
        boolean failed() {
            return failed;
        }

        @Override
        protected void begin() {
            failed = true;
        }

        private int look() {
            CowRules rules = cpu.mm().cowRules();
            pte = mm.pageTable().walk(vpn);
            boolean write = (flags & GetUserPages.FOLL_WRITE) != 0 || rules.forcesCowBreak();
            boolean usable = (pte & Pte.SPECIAL) == 0 && Pte.grants(pte, write);
            return usable && !needsArea(rules) && !mustMove(rules) ? Flow.NEXT : Flow.DONE;
        }

        /** {@code folio_fast_pin_allowed}: without the area nobody can tell whose file it is. */
        private boolean needsArea(CowRules rules) {
            int longtermWrite = GetUserPages.FOLL_LONGTERM | GetUserPages.FOLL_WRITE;
            return rules.refusesLongtermWriteToFile()
                    && (flags & longtermWrite) == longtermWrite
                    && cpu.mm().memory().inPageCache(Pte.frame(pte));
        }

        private boolean mustMove(CowRules rules) {
            return (flags & GetUserPages.FOLL_LONGTERM) != 0
                    && rules.gupFastLooksAtZones()
                    && rules.movesForLongtermPin(cpu.mm().memory(), Pte.frame(pte));
        }

        private int grab(Actor actor) {
            if (cpu.mm().memory().refcount(Pte.frame(pte)) == 0) {
                actor.charge(0);
                return Flow.DONE;
            }
            into.take(Pte.frame(pte));
            return Flow.NEXT;
        }

        private int compare() {
            PhysicalMemory memory = cpu.mm().memory();
            int frame = Pte.frame(pte);
            int marked = (pte & Pte.HUGE) != 0 ? memory.head(frame) : frame;
            boolean unshare = !Pte.writable(pte) && cpu.mm().cowRules().mustUnshare(memory, marked, flags, true);
            if (unshare || mm.pageTable().walk(vpn) != pte) {
                into.truncate(into.size() - 1);
            } else {
                failed = false;
            }
            return Flow.DONE;
        }
    }
}
