package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code copy_page_range} (mm/memory.c): fork of one area's entries. Mirrors of the parent are told of the whole area if it is a
 * COW mapping; areas without an anon_vma are left to be faulted in. For a huge page the test for pins and the protection are one step.
 */
final class CopyPageRange extends Operation<CopyPageRange> {
    private static final Program<CopyPageRange> STEPS = Program.<CopyPageRange>of("copy_page_range")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("copy_p4d_range", Cost.INCLUDED, (o, a) -> o.copy(a))
            .returned((o, a) -> o.copied(a))
            .iommu("invalidate_range", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .build();

    private final Cpu cpu;
    private final MmStruct parent;
    private final CopyPteRange entries;
    private final NotifierRange range;
    private @Nullable Vma vma;

    CopyPageRange(Cpu cpu, MmStruct parent, MmStruct child) {
        super(STEPS);
        this.cpu = cpu;
        this.parent = parent;
        entries = new CopyPteRange(cpu, parent, child);
        range = new NotifierRange(cpu);
    }

    CopyPageRange of(Vma area) {
        vma = area;
        return this;
    }

    private Vma vma() {
        return Objects.requireNonNull(vma, "not prepared");
    }

    private int rangeStart(Actor actor) {
        // copy_hugetlb_page_range says MMU_NOTIFY_CLEAR.
        NotifierEvent event = vma().is(Vma.HUGETLB) ? NotifierEvent.CLEAR : NotifierEvent.PROTECTION_PAGE;
        return range.start(actor, parent, vma().start(), vma().end(), event);
    }

    private int copy(Actor actor) {
        parent.nextWriteProtectSeq();
        actor.call(entries.of(vma()));
        return Flow.NEXT;
    }

    /** The range ends after an error too. */
    private int copied(Actor actor) {
        answer(actor.returned());
        return Flow.NEXT;
    }

    private int flush(Actor actor) {
        parent.nextWriteProtectSeq();
        boolean now = cpu.mm().notifierRules().rangeEndInvalidatesSecondaryTlbs();
        actor.charge(now ? cpu.invalidateSecondaryTlbs(parent, vma().start(), vma().end()) : 0);
        return range.toEnd();
    }

    /** {@code copy_pte_range}, {@code copy_present_pte}, {@code copy_present_page} and {@code copy_huge_pmd}. */
    private static final class CopyPteRange extends PteOperation<CopyPteRange> {
        private static final Program<CopyPteRange> STEPS = Program.<CopyPteRange>of("copy_pte_range")
                .cpu("copy_present_pte", Cost.FORK_PER_PAGE, underPtl((o, a) -> o.next(a)))
                .waits()
                .cpu("page_copy_prealloc, copy_present_page", Cost.FORK_EARLY_COPY_PER_PAGE, (o, a) -> o.preallocate())
                .cpu("copy_huge_pmd", Cost.FORK_PER_HUGE_PAGE, underPtl((o, a) -> o.copyHuge(a)))
                .waits()
                .build();

        private final Cpu cpu;
        private final MmStruct parent;
        private final MmStruct child;
        private @Nullable Vma vma;
        private long at;
        private final Protect protect = new Protect(this);

        @Frames(Frames.Form.NUMBER)
        private int prealloc = PhysicalMemory.NONE;

        CopyPteRange(Cpu cpu, MmStruct parent, MmStruct child) {
            super(STEPS);
            this.cpu = cpu;
            this.parent = parent;
            this.child = child;
        }

        CopyPteRange of(Vma area) {
            vma = area;
            at = area.start();
            return this;
        }

        private Vma vma() {
            return Objects.requireNonNull(vma, "not prepared");
        }

        @Override
        MmStruct mm() {
            return parent;
        }

        private int next(Actor actor) {
            PageTable table = parent.pageTable();
            long vpn = table.nextMapped(at, vma().end());
            if (vpn < 0) {
                actor.charge(0);
                if (prealloc != PhysicalMemory.NONE) {
                    // The pin that asked for it went meanwhile.
                    cpu.mm().memory().put(prealloc, 1);
                }
                return Flow.DONE;
            }
            at = vpn;
            if (table.hugePmd(vpn) != 0) {
                actor.charge(0);
                return Flow.SKIP;
            }
            long pte = table.walk(vpn);
            if (!Pte.present(pte)) {
                copyNonPresent(vpn, pte);
            } else if (!copyPresent(actor, vpn, pte)) {
                actor.charge(0);
                return Flow.NEXT;
            }
            at = vpn + 1;
            return Flow.AGAIN;
        }

        private void copyNonPresent(long vpn, long pte) {
            long shared = pte & ~(Pte.EXCLUSIVE | Pte.WRITE);
            if ((pte & Pte.SWAP) != 0) {
                cpu.mm().swap().duplicate(Pte.frame(pte));
            }
            parent.pageTable().set(vpn, shared);
            child.pageTable().set(vpn, shared & ~Pte.UFFD_WP);
        }

        /** False if a page must be allocated first, for a copy at once. */
        private boolean copyPresent(Actor actor, long vpn, long pte) {
            PhysicalMemory memory = cpu.mm().memory();
            int frame = Pte.frame(pte);
            if ((pte & Pte.SPECIAL) != 0) {
                child.pageTable().set(vpn, pte & ~Pte.UFFD_WP);
                return true;
            }
            CowRules rules = cpu.mm().cowRules();
            if (rules.copiesAtFork(memory, frame, parent.hasPinned())) {
                if (prealloc == PhysicalMemory.NONE) {
                    return false;
                }
                giveChildACopy(vpn, frame);
                return true;
            }
            if (parent.hasPinned() && rules.testsPinsAtFork()) {
                // GUP-fast takes no lock, so a page may be pinned from here on, where the test is over and the entry
                // not yet protected.
                parent.ptl().lock(actor);
                actor.call(protect);
            } else {
                share(vpn, pte);
            }
            return true;
        }

        private void share(long vpn, long pte) {
            PhysicalMemory memory = cpu.mm().memory();
            int frame = Pte.frame(pte);
            if (memory.isAnon(frame)) {
                memory.setExclusive(frame, false);
            }
            long entry = pte & ~Pte.WRITE;
            memory.map(frame);
            if (entry != pte) {
                parent.pageTable().set(vpn, entry);
            }
            child.pageTable().set(vpn, entry & ~Pte.UFFD_WP);
        }

        private void giveChildACopy(long vpn, int frame) {
            PhysicalMemory memory = cpu.mm().memory();
            memory.copy(frame, prealloc);
            memory.setAnon(prealloc);
            memory.setExclusive(prealloc, cpu.mm().cowRules().tracksAnonExclusive());
            memory.mapNew(prealloc);
            long rights = (vma().is(Vma.WRITE) ? Pte.WRITE : 0) | (vma().is(Vma.READ) ? 0 : Pte.PROT_NONE);
            child.pageTable().set(vpn, Pte.of(prealloc, Pte.PRESENT | Pte.DIRTY | rights));
            prealloc = PhysicalMemory.NONE;
        }

        private int preallocate() {
            prealloc = cpu.mm().memory().allocFor(vma());
            if (prealloc == PhysicalMemory.NONE) {
                return fail(Errno.ENOMEM);
            }
            return Flow.RESTART;
        }

        /** {@code hugetlb_install_folio}: of the pool's pages that nobody has a claim on; without one there is no child. */
        private int giveChildAHugetlbCopy(Actor actor, int head) {
            PhysicalMemory memory = cpu.mm().memory();
            int copy = memory.allocHugetlb(false);
            if (copy == PhysicalMemory.NONE) {
                return fail(Errno.ENOMEM);
            }
            actor.charge(PhysicalMemory.HUGE_PAGES);
            for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
                memory.copy(head + i, copy + i);
                memory.setAnon(copy + i);
            }
            memory.setExclusive(copy, cpu.mm().cowRules().tracksAnonExclusive());
            memory.mapHuge(copy);
            memory.put(copy, 1);
            long rights = (vma().is(Vma.WRITE) ? Pte.WRITE : 0) | (vma().is(Vma.READ) ? 0 : Pte.PROT_NONE);
            child.pageTable().setHugePmd(at, Pte.of(copy, Pte.PRESENT | Pte.DIRTY | rights));
            at = (at | (PhysicalMemory.HUGE_PAGES - 1)) + 1;
            return Flow.RESTART;
        }

        private int copyHuge(Actor actor) {
            PhysicalMemory memory = cpu.mm().memory();
            long pmd = parent.pageTable().hugePmd(at);
            int head = Pte.frame(pmd);
            if ((pmd & Pte.SPECIAL) != 0) {
                child.pageTable().setHugePmd(at, pmd & ~Pte.UFFD_WP);
                at = (at | (PhysicalMemory.HUGE_PAGES - 1)) + 1;
                return Flow.RESTART;
            }
            if (pmd != 0 && vma().mapping() != null && !vma().is(Vma.HUGETLB)) {
                // A page of a file: the child's faults find it.
                actor.charge(0);
                at = (at | (PhysicalMemory.HUGE_PAGES - 1)) + 1;
                return Flow.RESTART;
            }
            boolean hugetlb = vma().is(Vma.HUGETLB);
            CowRules rules = cpu.mm().cowRules();
            if (pmd != 0 && hugetlb && rules.copiesHugetlbAtFork(memory, head, parent.hasPinned())) {
                return giveChildAHugetlbCopy(actor, head);
            }
            if (pmd == 0 || (!hugetlb && rules.copiesAtFork(memory, head, parent.hasPinned()))) {
                if (pmd != 0) {
                    actor.call(cpu.splitHugePmd(parent, at));
                }
                return Flow.RESTART;
            }
            memory.setExclusive(head, false);
            memory.mapHuge(head);
            parent.pageTable().setHugePmd(at, pmd & ~Pte.WRITE);
            child.pageTable().setHugePmd(at, pmd & ~(Pte.WRITE | Pte.UFFD_WP));
            at = (at | (PhysicalMemory.HUGE_PAGES - 1)) + 1;
            return Flow.RESTART;
        }
    }

    /** The second half of {@code copy_present_pte}, under the page-table lock since its first: the page was found not to be pinned. */
    private static final class Protect extends Operation<Protect> {
        private static final Program<Protect> STEPS = Program.<Protect>of("copy_present_pte")
                .cpu("ptep_set_wrprotect, set_pte_at", Cost.INCLUDED, (o, a) -> o.protect(a))
                .build();

        private final CopyPteRange range;

        Protect(CopyPteRange range) {
            super(STEPS);
            this.range = range;
        }

        private int protect(Actor actor) {
            long vpn = range.at - 1;
            range.share(vpn, range.parent.pageTable().walk(vpn));
            range.parent.ptl().unlock(actor);
            return Flow.DONE;
        }
    }
}
