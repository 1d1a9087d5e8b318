package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code hugetlb_wp}, up to 5.18 {@code hugetlb_cow} (mm/hugetlb.c): a write (or an unshare) through a read-only entry of hugetlb memory. In every release
 * mappings alone are counted, references are not. A copy comes from what nobody has a claim on. If the pool has none, the process that made
 * the mapping takes the page away from its children ({@code unmap_ref_private}, with a notification to each), who get a SIGBUS when they touch it again; a
 * child that wants to write gets its own SIGBUS.
 */
final class HugetlbWp extends FaultHandler<HugetlbWp> {
    private static final Program<HugetlbWp> STEPS = Program.<HugetlbWp>of("hugetlb_wp")
            .cpu("hugetlb_wp", Cost.INCLUDED, underPtl((o, a) -> o.decide()))
            .waits()
            .cpu("alloc_hugetlb_folio, copy_user_large_folio", Cost.CPU_COW_FAULT_HUGE, (o, a) -> o.copy(a))
            .cpu("unmap_ref_private", Cost.INCLUDED, (o, a) -> o.takeAway(a))
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .iommu("huge_ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.clearAndFlush(a))
            .waits()
            .cpu("set_huge_pte_at", Cost.INCLUDED, (o, a) -> o.storeNew(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .build();

    private record Child(MmStruct mm, long start) {}

    @Frames(Frames.Form.NUMBER)
    private int oldHead;

    @Frames(Frames.Form.ENTRY)
    private long oldPmd;

    @Frames(Frames.Form.NUMBER)
    private int newHead;

    private final NotifierRange range;
    private List<Child> children = List.of();
    private int index;

    HugetlbWp(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
        range = new NotifierRange(cpu);
    }

    @Override
    protected void begin() {
        newHead = PhysicalMemory.NONE;
    }

    private long first() {
        return vmf.vpn() & -PhysicalMemory.HUGE_PAGES;
    }

    private int decide() {
        PageTable table = mm().pageTable();
        long pmd = table.hugePmd(vmf.vpn());
        if (pmd == 0 || (pmd & Pte.WRITE) != 0 || vmf.asksHandler(pmd)) {
            vmf.retry();
            return Flow.DONE;
        }
        PhysicalMemory memory = cpu.mm().memory();
        oldHead = Pte.frame(pmd);
        boolean shared = vmf.vma().is(Vma.SHARED);
        if (!shared && memory.mapcount(oldHead) != 1) {
            // Without the page-table lock the page may go from here on.
            memory.get(oldHead, 1);
            return Flow.NEXT;
        }
        memory.setExclusive(oldHead, !shared && cpu.mm().cowRules().tracksAnonExclusive());
        if (vmf.write() && vmf.vma().is(Vma.WRITE)) {
            table.setHugePmd(vmf.vpn(), pmd | Pte.WRITE | Pte.DIRTY);
            tellOfGrantedWrite();
        }
        return Flow.DONE;
    }

    private int copy(Actor actor) {
        PhysicalMemory memory = cpu.mm().memory();
        boolean owner = vmf.vma().reservation() != null;
        newHead = HugetlbNoPage.allocate(memory, vmf.vma(), vmf.vpn(), owner);
        if (newHead != PhysicalMemory.NONE) {
            for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
                memory.copy(oldHead + i, newHead + i);
                memory.setAnon(newHead + i);
            }
            memory.setExclusive(newHead, cpu.mm().cowRules().tracksAnonExclusive());
            return Flow.SKIP;
        }
        actor.charge(0);
        children = owner ? children() : List.of();
        index = 0;
        memory.put(oldHead, 1);
        return owner ? Flow.NEXT : fail(Errno.SIGBUS);
    }

    /** Private mappings of the page that have no claim of their own. */
    private List<Child> children() {
        List<Child> found = new ArrayList<>();
        long pgoff = vmf.vma().index(first());
        for (MmStruct space : cpu.mm().mms()) {
            for (Vma vma : space.vmas()) {
                long at = pgoff - vma.pgoff() + vma.start();
                if (vma.is(Vma.HUGETLB)
                        && vma.mapping() == null
                        && vma.reservation() == null
                        && at >= vma.start()
                        && at < vma.end()
                        && Pte.frame(space.pageTable().hugePmd(at)) == oldHead) {
                    found.add(new Child(space, at));
                }
            }
        }
        return found;
    }

    /** Then the fault looks again, and finds itself alone. */
    private int takeAway(Actor actor) {
        if (index == children.size()) {
            children = List.of();
            vmf.retry();
            return Flow.DONE;
        }
        Child child = children.get(index++);
        actor.call(new UnmapRange(cpu, child.mm(), NotifierEvent.CLEAR)
                .ofHugetlb(oldHead)
                .over(child.start(), child.start() + PhysicalMemory.HUGE_PAGES));
        return Flow.AGAIN;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), first(), first() + PhysicalMemory.HUGE_PAGES, NotifierEvent.CLEAR);
    }

    private int clearAndFlush(Actor actor) {
        if (!mm().ptl().lock(actor)) {
            return Flow.BLOCKED;
        }
        long pmd = mm().pageTable().hugePmd(vmf.vpn());
        if (pmd == 0 || Pte.frame(pmd) != oldHead || (pmd & Pte.WRITE) != 0 || vmf.asksHandler(pmd)) {
            mm().ptl().unlock(actor);
            cpu.mm().memory().put(newHead, 1);
            cpu.mm().memory().put(oldHead, 1);
            range.end(actor);
            vmf.retry();
            return Flow.DONE;
        }
        oldPmd = pmd;
        mm().pageTable().setHugePmd(vmf.vpn(), 0);
        actor.charge(cpu.invalidateSecondaryTlbs(mm(), first(), first() + PhysicalMemory.HUGE_PAGES));
        return Flow.NEXT;
    }

    private int storeNew(Actor actor) {
        PhysicalMemory memory = cpu.mm().memory();
        memory.mapHuge(newHead);
        memory.put(newHead, 1);
        long rights = vmf.write() ? vmf.maybeMkwrite() | Pte.DIRTY : oldPmd & Pte.UFFD_WP;
        mm().pageTable().setHugePmd(vmf.vpn(), Pte.of(newHead, Pte.PRESENT | Pte.ACCESSED | rights));
        memory.unmapHuge(oldHead);
        memory.put(oldHead, 1);
        memory.put(oldHead, 1);
        mm().ptl().unlock(actor);
        return range.toEnd();
    }
}
