package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code __get_user_pages} (mm/gup.c): takes references on the pages behind a range, faulting them in where needed.
 *
 * <p>It takes as many as it can; {@link #result} says why it stopped: a SIGKILL is seen before each page. What it took is its caller's.
 * {@link GetUserPagesFast} tries without locks first.
 * <p>A long-term pin does not leave a page where memory must stay movable: {@code check_and_migrate_movable_pages} has it moved out first, with a notification to
 * all who map it, or the pin fails. Here page by page; the kernel takes all, drops them again, moves those that must and starts over.
 */
public final class GetUserPages extends PteOperation<GetUserPages> implements GupCall {
    /** The caller will write: COW is broken now, the area must be writable. */
    public static final int FOLL_WRITE = 1;

    /** Reference for DMA; on kernels before 5.7 an ordinary one. */
    public static final int FOLL_PIN = 1 << 1;

    /** Held indefinitely; only with FOLL_PIN. */
    public static final int FOLL_LONGTERM = 1 << 2;

    /** With FOLL_WRITE: break COW even where the private area is read-only. */
    public static final int FOLL_FORCE = 1 << 3;

    private static final Program<GetUserPages> PLAIN = locked(
            asking().cpu("mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a)).waits());
    private static final Program<GetUserPages> KILLABLE =
            locked(asking().cpu("mmap_read_lock_killable", Cost.INCLUDED, (o, a) -> o.lockKillable(a))
                    .waitsKillable());

    private static Program.Builder<GetUserPages> asking() {
        return Program.<GetUserPages>of("get_user_pages")
                .cpu("handle_userfault", Cost.INCLUDED, (o, a) -> o.awaitHandler(a))
                .waitsKillable();
    }

    private static Program<GetUserPages> locked(Program.Builder<GetUserPages> steps) {
        return steps.cpu("follow_page_pte, try_grab_page", Cost.PIN_PER_PAGE, underPtl((o, a) -> o.follow(a)))
                .waits()
                .returned((o, a) -> o.faultedIn(a))
                .cpu("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
                .build();
    }

    private final Cpu cpu;
    private final MmStruct mm;
    private long start;
    private int pages;
    private final int flags;
    private final PageReferences into;
    private int done;
    private boolean wanted;
    private boolean moving;
    private boolean stays;
    private boolean ownLock;
    private boolean asksHandler;

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
        super(PLAIN);
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

    /**
     * {@code get_user_pages_unlocked}: the call takes mmap_lock itself, on newer kernels so that a SIGKILL ends the wait, with EAGAIN. Without this its
     * caller does, as who works on the memory of another process, and waits for it in any case.
     *
     * @return this
     */
    public GetUserPages unlocked() {
        ownLock = true;
        use(cpu.mm().mmapLockRules().killsGetUserPages() ? KILLABLE : PLAIN);
        return this;
    }

    GetUserPages at(long first, int count) {
        start = first;
        pages = count;
        return this;
    }

    @Override
    protected void begin() {
        done = 0;
        wanted = false;
        moving = false;
        stays = false;
        asksHandler = false;
    }

    @Override
    MmStruct mm() {
        return mm;
    }

    @Override
    public int taken() {
        return done;
    }

    /** {@code handle_userfault}: without mmap_lock, and a SIGKILL ends it. */
    private int awaitHandler(Actor actor) {
        return asksHandler && HandleMmFault.awaitsHandler(mm, start + done) ? waitKillable(actor) : Flow.PASS;
    }

    private int lock(Actor actor) {
        if (!mm.alive()) {
            return fail(Errno.EFAULT);
        }
        return downRead(actor, mm.mmapLock());
    }

    private int lockKillable(Actor actor) {
        int locked = lock(actor);
        if (locked != Flow.BLOCKED) {
            return locked;
        }
        return actor.fatalSignalPending() ? fail(Errno.EAGAIN) : Flow.BLOCKED_KILLABLE;
    }

    private int follow(Actor actor) {
        actor.charge(0);
        if (actor.fatalSignalPending()) {
            return fail(Errno.EINTR);
        }
        long vpn = start + done;
        Vma vma = mm.findVma(vpn);
        if (vma == null || !allowed(vma)) {
            return fail(Errno.EFAULT);
        }
        CowRules rules = cpu.mm().cowRules();
        boolean write = (flags & FOLL_WRITE) != 0 || (rules.forcesCowBreak() && vma.isCowMapping());
        long pte = mm.pageTable().walk(vpn);
        if (HandleMmFault.isNumaHint(vma, pte) && rules.gupFollowsNumaHint(flags)) {
            pte &= ~Pte.PROT_NONE;
        }
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
        if ((flags & FOLL_LONGTERM) != 0
                && !stays
                && rules.movesForLongtermPin(cpu.mm().memory(), frame)) {
            return moveOut(actor, frame, vpn);
        }
        into.take(frame);
        if ((flags & FOLL_WRITE) != 0) {
            // FOLL_TOUCH; the lockless way does not.
            cpu.mm().memory().setPageDirty(frame);
        }
        if (into.pin()) {
            mm.setHasPinned();
        }
        wanted = false;
        stays = false;
        done++;
        actor.charge(1);
        return done == pages ? Flow.NEXT : Flow.AGAIN;
    }

    /** {@code migrate_pages} to where a pin may last; while somebody else has the page isolated, it is tried again and again. */
    private int moveOut(Actor actor, int frame, long vpn) {
        if (cpu.mm().memory().isLocked(frame)) {
            return Flow.BLOCKED;
        }
        moving = true;
        actor.call(new MigratePage(cpu, mm, vpn, true));
        return Flow.AGAIN;
    }

    private int moved(Errno answer) {
        moving = false;
        if (!answer.ok() && answer != Errno.EFAULT) {
            if (cpu.mm().cowRules().longtermPinNeedsMove()) {
                return fail(Errno.ENOMEM);
            }
            stays = true;
        }
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
                && !mapping.shmem()) {
            return false;
        }
        return vma.is(Vma.WRITE) || ((flags & FOLL_FORCE) != 0 && vma.isCowMapping());
    }

    private int faultIn(Actor actor, Vma vma, long vpn, int faultFlags) {
        boolean longterm = (flags & FOLL_LONGTERM) != 0;
        boolean retries = ownLock && (!longterm || cpu.mm().cowRules().longtermPinAwaitsUserfault());
        actor.call(cpu.handleMmFault(mm, vma, vpn, faultFlags | (retries ? HandleMmFault.ALLOW_RETRY : 0)));
        return Flow.AGAIN;
    }

    private int faultedIn(Actor actor) {
        if (moving) {
            return moved(actor.returned());
        }
        if (actor.returned().ok()) {
            return Flow.AGAIN;
        }
        if (actor.returned() == Errno.EAGAIN) {
            asksHandler = true;
            wanted = false;
            mm.mmapLock().unlockShared(actor);
            return Flow.RESTART;
        }
        return fail(actor.returned() == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
    }

    private int unlock(Actor actor) {
        mm.mmapLock().unlockShared(actor);
        return Flow.DONE;
    }
}
