package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code __get_user_pages} (mm/gup.c): takes references on the pages behind a range, faulting them in where needed.
 *
 * <p>It takes as many as it can; {@link #result} says why it stopped. {@link GetUserPagesFast} tries without locks first.
 * Left out: migration out of CMA and ZONE_MOVABLE for long-term pins.
 */
public final class GetUserPages extends Operation<GetUserPages> implements GupCall {
    /** The caller will write: COW is broken now, the area must be writable. */
    public static final int FOLL_WRITE = 1;

    /** Reference for DMA; on kernels before 5.7 an ordinary one. */
    public static final int FOLL_PIN = 1 << 1;

    /** Held indefinitely; only with FOLL_PIN. */
    public static final int FOLL_LONGTERM = 1 << 2;

    /** With FOLL_WRITE: break COW even where the private area is read-only. */
    public static final int FOLL_FORCE = 1 << 3;

    private static final Program<GetUserPages> STEPS = Program.<GetUserPages>of("get_user_pages")
            .cpu("mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .cpu("follow_page_pte, try_grab_page", Cost.PIN_PER_PAGE, (o, a) -> o.follow(a))
            .cpu("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final long start;
    private final int pages;
    private final int flags;
    private final PageReferences into;
    private int done;
    private boolean faulted;
    private boolean wanted;
    private @Nullable Actor reader;

    /**
     * References to a range.
     *
     * @param cpu where it runs
     * @param mm whose pages, possibly another process's
     * @param start first page
     * @param pages how many, at least 1
     * @param flags FOLL_ flags
     * @param into who holds them afterwards
     */
    public GetUserPages(Cpu cpu, MmStruct mm, long start, int pages, int flags, PageReferences into) {
        super(STEPS);
        if (into.pin() != ((flags & FOLL_PIN) != 0) || ((flags & FOLL_LONGTERM) != 0 && !into.pin())) {
            throw new IllegalArgumentException("FOLL_PIN and the holder disagree");
        }
        this.cpu = cpu;
        this.mm = mm;
        this.start = start;
        this.pages = pages;
        this.flags = flags;
        this.into = into;
    }

    @Override
    public int taken() {
        return done;
    }

    private int lock(Actor actor) {
        if (!mm.alive()) {
            answer(Errno.EFAULT);
            return Flow.DONE;
        }
        if (!mm.mmapLock().lockShared(actor)) {
            return Flow.BLOCKED;
        }
        reader = actor;
        return Flow.NEXT;
    }

    private int follow(Actor actor) {
        actor.charge(0);
        if (faulted) {
            faulted = false;
            Errno fault = cpu.vmf().result();
            if (!fault.ok()) {
                return stop(fault == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
            }
        }
        if (done == pages) {
            return Flow.NEXT;
        }
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        long vpn = start + done;
        Vma vma = mm.findVma(vpn);
        if (vma == null || !allowed(vma)) {
            return stop(Errno.EFAULT);
        }
        CowRules rules = cpu.mm().cowRules();
        boolean write = (flags & FOLL_WRITE) != 0 || (rules.forcesCowBreak() && vma.isCowMapping());
        long pte = mm.pageTable().walk(vpn);
        // After its own write fault on a read-only private area the page is broken out although the entry is not
        // writable; FOLL_FORCE follows an entry without rights too (it leaves out FOLL_NUMA).
        boolean brokenOut = wanted && Pte.present(pte) && !vma.is(Vma.WRITE);
        if (!Pte.grants(pte, write) && !brokenOut) {
            wanted = true;
            return faultIn(actor, vma, vpn, write ? HandleMmFault.WRITE : 0);
        }
        int frame = Pte.frame(pte);
        int marked = (pte & Pte.HUGE) != 0 ? cpu.mm().memory().head(frame) : frame;
        if (!Pte.writable(pte) && rules.mustUnshare(cpu.mm().memory(), marked, flags, vma.isCowMapping())) {
            return faultIn(actor, vma, vpn, HandleMmFault.UNSHARE);
        }
        into.take(frame);
        if (into.pin()) {
            mm.setHasPinned();
        }
        wanted = false;
        done++;
        actor.charge(1);
        return Flow.AGAIN;
    }

    /** {@code check_vma_flags}. */
    private boolean allowed(Vma vma) {
        if (vma.is(Vma.PFNMAP)) {
            return false;
        }
        if ((flags & FOLL_WRITE) == 0) {
            return vma.is(Vma.READ);
        }
        FileMapping mapping = vma.mapping();
        if ((flags & FOLL_LONGTERM) != 0
                && cpu.mm().cowRules().refusesLongtermWriteToFile()
                && vma.is(Vma.SHARED)
                && mapping != null
                && !mapping.anonymous()) {
            return false;
        }
        return vma.is(Vma.WRITE) || ((flags & FOLL_FORCE) != 0 && vma.isCowMapping());
    }

    private int faultIn(Actor actor, Vma vma, long vpn, int faultFlags) {
        actor.call(cpu.handleMmFault(mm, vma, vpn, faultFlags));
        faulted = true;
        return Flow.AGAIN;
    }

    private int stop(Errno why) {
        answer(why);
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        mm.mmapLock().unlockShared(actor);
        reader = null;
        return Flow.DONE;
    }

    /**
     * The {@code fatal_signal_pending} of {@code __get_user_pages} between two pages: the call ends with EINTR, its caller drops
     * mmap_lock, and the pages taken so far are the caller's to give back. A fault on the way, which the kernel lets finish first, gives
     * back what it has.
     */
    @Override
    protected void abandoned() {
        if (reader != null) {
            unlock(reader);
        }
        answer(Errno.EINTR);
    }
}
