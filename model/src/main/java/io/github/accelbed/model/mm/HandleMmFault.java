package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code handle_mm_fault} (mm/memory.c): makes one page of an address space accessible, or says why not. The object is also the
 * {@code struct vm_fault} that the handlers below it share.
 *
 * <p>The caller holds mmap_lock and has checked the area's rights, as in the kernel. A write that userfaultfd is to be asked about ({@code handle_userfault}) answers EAGAIN
 * for {@code VM_FAULT_RETRY} to who allows that, who is to drop the lock, wait as long as {@link #awaitsHandler} and come again; and SIGBUS to all others. Left out: other
 * retries after dropping the lock, memory cgroups. That a fault of NUMA balancing ({@code do_numa_page}) may move the page is left to those who move one; what is still
 * missing after it, and would be another fault, is done at once.
 */
public final class HandleMmFault extends PteOperation<HandleMmFault> {
    /** {@code FAULT_FLAG_WRITE}. */
    public static final int WRITE = 1;

    /** {@code FAULT_FLAG_UNSHARE}: a private copy is wanted, but read-only (5.19 on). */
    public static final int UNSHARE = 2;

    /** {@code FAULT_FLAG_ALLOW_RETRY}: the caller can drop mmap_lock and come again. */
    public static final int ALLOW_RETRY = 4;

    private static final Program<HandleMmFault> STEPS = Program.<HandleMmFault>of("handle_mm_fault")
            .fault()
            .cpu("handle_pte_fault", Cost.INCLUDED, underPtl((o, a) -> o.dispatch(a)))
            .waits()
            .returned((o, a) -> o.handled(a))
            .build();

    private final Cpu cpu;
    private final DoAnonymousPage doAnonymousPage;
    private final DoFault doFault;
    private final DoSwapPage doSwapPage;
    private final DoWpPage doWpPage;
    private final DoHugePmdAnonymousPage doHugePmdAnonymousPage;
    private final DoHugePmdWpPage doHugePmdWpPage;
    private final HugetlbNoPage hugetlbNoPage;
    private final HugetlbWp hugetlbWp;
    private @Nullable MmStruct mm;
    private @Nullable Vma vma;
    private long vpn;
    private int flags;
    private boolean retry;

    HandleMmFault(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
        doAnonymousPage = new DoAnonymousPage(cpu, this);
        doFault = new DoFault(cpu, this);
        doSwapPage = new DoSwapPage(cpu, this);
        doWpPage = new DoWpPage(cpu, this);
        doHugePmdAnonymousPage = new DoHugePmdAnonymousPage(cpu, this);
        doHugePmdWpPage = new DoHugePmdWpPage(cpu, this);
        hugetlbNoPage = new HugetlbNoPage(cpu, this);
        hugetlbWp = new HugetlbWp(cpu, this);
    }

    void prepare(MmStruct space, Vma area, long page, int faultFlags) {
        mm = space;
        vma = area;
        vpn = page;
        flags = faultFlags;
    }

    @Override
    MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    Vma vma() {
        return Objects.requireNonNull(vma, "not prepared");
    }

    long vpn() {
        return vpn;
    }

    boolean write() {
        return (flags & WRITE) != 0;
    }

    boolean unshare() {
        return (flags & UNSHARE) != 0;
    }

    /**
     * {@code maybe_mkwrite} of an entry with {@code vm_page_prot}: a write that get_user_pages forces makes no read-only area writable, and none without
     * rights accessible.
     */
    long maybeMkwrite() {
        if (vma().is(Vma.WRITE)) {
            return Pte.WRITE;
        }
        return vma().is(Vma.READ) ? 0 : Pte.PROT_NONE;
    }

    long pte() {
        return mm().pageTable().walk(vpn);
    }

    /** Look at the entry again: it changed in between, or a huge mapping was split. */
    void retry() {
        retry = true;
    }

    private int handled(Actor actor) {
        if (retry) {
            actor.retried();
            return Flow.AGAIN;
        }
        return orFail(actor, Flow.DONE);
    }

    void callWpPage(Actor actor) {
        actor.call(doWpPage);
    }

    void callAnonymousPage(Actor actor) {
        actor.call(doAnonymousPage);
    }

    private int dispatch(Actor actor) {
        retry = false;
        long pte = pte();
        if (pte == 0) {
            return callMissing(actor);
        }
        if ((pte & Pte.SWAP) != 0) {
            actor.call(doSwapPage);
            return Flow.DONE;
        }
        if ((pte & Pte.MIGRATION) != 0) {
            // migration_entry_wait
            return Flow.BLOCKED;
        }
        if (isNumaHint(vma(), pte)) {
            pte = doNumaPage();
        }
        if (asksHandler(pte)) {
            return fail((flags & ALLOW_RETRY) != 0 ? Errno.EAGAIN : Errno.SIGBUS);
        }
        if ((write() || unshare()) && !Pte.writable(pte)) {
            if (vma().is(Vma.HUGETLB)) {
                actor.call(hugetlbWp);
            } else if ((pte & Pte.HUGE) != 0) {
                actor.call(doHugePmdWpPage);
            } else {
                actor.call(doWpPage);
            }
        }
        return Flow.DONE;
    }

    /** {@code pte_protnone} of an area with rights: NUMA balancing took the entry's. */
    static boolean isNumaHint(Vma vma, long pte) {
        return Pte.present(pte) && (pte & Pte.PROT_NONE) != 0 && vma.is(Vma.READ);
    }

    /** {@code userfaultfd_pte_wp}, of a fault that is not for unsharing. */
    boolean asksHandler(long pte) {
        return write() && (pte & (Pte.PRESENT | Pte.UFFD_WP)) == (Pte.PRESENT | Pte.UFFD_WP);
    }

    /** {@code userfaultfd_must_wait}: whether the page is still protected. */
    static boolean awaitsHandler(MmStruct mm, long vpn) {
        long pte = mm.pageTable().walk(vpn);
        return mm.alive() && (pte & (Pte.PRESENT | Pte.UFFD_WP)) == (Pte.PRESENT | Pte.UFFD_WP);
    }

    /** {@code do_numa_page}, {@code do_huge_pmd_numa_page}: the entry gets its rights back. */
    private long doNumaPage() {
        PageTable table = mm().pageTable();
        long pmd = table.hugePmd(vpn);
        if (pmd != 0) {
            table.setHugePmd(vpn, restored(pmd));
        } else {
            table.set(vpn, restored(pte()));
        }
        return pte();
    }

    private long restored(long entry) {
        boolean writable = (entry & Pte.WRITE) != 0;
        if (!cpu.mm().cowRules().numaHintKeepsWrite()) {
            // can_change_pte_writable
            writable = vma().is(Vma.SHARED)
                    ? (entry & Pte.DIRTY) != 0
                    : cpu.mm().memory().isExclusive(Pte.frame(entry));
        }
        long bare = entry & ~(Pte.PROT_NONE | Pte.WRITE);
        writable &= (entry & Pte.UFFD_WP) == 0;
        return bare | Pte.ACCESSED | (writable && vma().is(Vma.WRITE) ? Pte.WRITE : 0);
    }

    private int callMissing(Actor actor) {
        Vma area = vma();
        if (area.is(Vma.PFNMAP)) {
            return fail(Errno.SIGBUS);
        }
        if (area.is(Vma.HUGETLB)) {
            actor.call(hugetlbNoPage);
        } else if (area.hugeEligible(vpn) && mm().pageTable().pmdNone(vpn)) {
            actor.call(doHugePmdAnonymousPage);
        } else if (area.mapping() == null) {
            actor.call(doAnonymousPage);
        } else {
            actor.call(doFault);
        }
        return Flow.DONE;
    }
}
