package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code hugetlb_no_page} (mm/hugetlb.c): first touch of a huge page of the pool. There is no zero page: a read takes a page, too, and a private one is
 * mapped read-only then. With an empty pool, and in a child that its parent took a page from, it is a SIGBUS. No notifier fires.
 *
 * <p>Left out: that faults of one huge page wait for each other ({@code hugetlb_fault_mutex_table}); here the second finds the first one's page.
 */
final class HugetlbNoPage extends FaultHandler<HugetlbNoPage> {
    private static final Program<HugetlbNoPage> STEPS = Program.<HugetlbNoPage>of("hugetlb_no_page")
            .cpu("alloc_hugetlb_folio", Cost.CPU_MINOR_FAULT, (o, a) -> o.find(a))
            .cpu("set_huge_pte_at", Cost.INCLUDED, underPtl((o, a) -> o.install()))
            .waits()
            .build();

    @Frames(Frames.Form.NUMBER)
    private int head;

    HugetlbNoPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
    }

    /** {@code alloc_hugetlb_folio}: with what is set aside for it unless {@code avoidReserve}; NONE if the pool has none for it. */
    static int allocate(PhysicalMemory memory, Vma vma, long vpn, boolean avoidReserve) {
        FileMapping mapping = vma.mapping();
        HugetlbReservation claim = mapping == null ? vma.reservation() : mapping.reservation();
        long index = vma.index(vpn & -PhysicalMemory.HUGE_PAGES);
        boolean reserved = !avoidReserve && claim != null && claim.has(index);
        int page = memory.allocHugetlb(reserved);
        if (page != PhysicalMemory.NONE && claim != null && reserved) {
            claim.use(index);
        }
        return page;
    }

    private int find(Actor actor) {
        Vma vma = vmf.vma();
        FileMapping mapping = vma.mapping();
        PhysicalMemory memory = cpu.mm().memory();
        if (vma.unmapped()) {
            return fail(Errno.SIGBUS);
        }
        long index = vma.index(vmf.vpn() & -PhysicalMemory.HUGE_PAGES);
        head = mapping == null ? PhysicalMemory.NONE : mapping.page(index);
        if (head != PhysicalMemory.NONE) {
            memory.get(head, 1);
            return Flow.NEXT;
        }
        head = allocate(memory, vma, vmf.vpn(), false);
        if (head == PhysicalMemory.NONE) {
            return fail(Errno.SIGBUS);
        }
        actor.charge(PhysicalMemory.HUGE_PAGES);
        if (mapping == null) {
            vma.prepareAnonVma();
            for (int i = head; i < head + PhysicalMemory.HUGE_PAGES; i++) {
                memory.setAnon(i);
            }
        } else {
            mapping.add(memory, index, head);
        }
        return Flow.NEXT;
    }

    private int install() {
        PhysicalMemory memory = cpu.mm().memory();
        PageTable table = vmf.mm().pageTable();
        FileMapping mapping = vmf.vma().mapping();
        boolean hole = mapping != null && mapping.page(vmf.vma().index(vmf.vpn() & -PhysicalMemory.HUGE_PAGES)) != head;
        if (hole || !table.pmdNone(vmf.vpn())) {
            vmf.retry();
        } else {
            boolean writable = vmf.write() || mapping != null;
            if (mapping == null) {
                memory.setExclusive(head, cpu.mm().cowRules().tracksAnonExclusive());
            }
            memory.mapHuge(head);
            long rights = writable ? vmf.maybeMkwrite() | Pte.DIRTY : 0;
            table.setHugePmd(vmf.vpn(), Pte.of(head, Pte.PRESENT | Pte.ACCESSED | rights));
        }
        memory.put(head, 1);
        head = PhysicalMemory.NONE;
        return Flow.DONE;
    }
}
