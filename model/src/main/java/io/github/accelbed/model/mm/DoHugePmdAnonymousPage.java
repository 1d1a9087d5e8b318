package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_huge_pmd_anonymous_page} (mm/huge_memory.c): first touch of a 2 MiB range that wants a huge page. A read maps the zero
 * page, all 2 MiB of it ({@code use_zero_page} = 1, the default); without memory for a huge page a write gets a small one.
 *
 * <p>The huge zero page is a huge entry of the zero page that is marked special, as the small one is; nobody counts it.
 */
final class DoHugePmdAnonymousPage extends FaultHandler<DoHugePmdAnonymousPage> {
    private static final Program<DoHugePmdAnonymousPage> STEPS = Program.<DoHugePmdAnonymousPage>of(
                    "do_huge_pmd_anonymous_page")
            .cpu("alloc_hugepage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate(a))
            .returned((o, a) -> o.orFail(a, Flow.DONE))
            .cpu("set_pmd_at", Cost.INCLUDED, underPtl((o, a) -> o.install()))
            .waits()
            .build();

    @Frames(Frames.Form.NUMBER)
    private int head;

    DoHugePmdAnonymousPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
    }

    @Override
    protected void begin() {
        head = PhysicalMemory.ZERO_PAGE;
    }

    private int allocate(Actor actor) {
        vmf.vma().prepareAnonVma();
        if (!vmf.write() && cpu.mm().cowRules().mapsZeroPage()) {
            return Flow.NEXT;
        }
        head = cpu.mm().memory().allocHuge();
        if (head == PhysicalMemory.NONE) {
            head = PhysicalMemory.ZERO_PAGE;
            vmf.callAnonymousPage(actor);
            return Flow.DONE;
        }
        actor.charge(PhysicalMemory.HUGE_PAGES);
        return Flow.NEXT;
    }

    private int install() {
        MmStruct mm = vmf.mm();
        if (head == PhysicalMemory.ZERO_PAGE) {
            return installZeroPage(mm);
        }
        PhysicalMemory memory = cpu.mm().memory();
        if (mm.pageTable().pmdNone(vmf.vpn())) {
            for (int i = head; i < head + PhysicalMemory.HUGE_PAGES; i++) {
                memory.setAnon(i);
            }
            memory.setExclusive(head, cpu.mm().cowRules().tracksAnonExclusive());
            memory.mapHuge(head);
            long writable = vmf.vma().is(Vma.WRITE) ? Pte.WRITE | Pte.DIRTY : 0;
            mm.pageTable().setHugePmd(vmf.vpn(), Pte.of(head, Pte.PRESENT | Pte.ACCESSED | writable));
        } else {
            vmf.retry();
        }
        memory.put(head, 1);
        return Flow.DONE;
    }

    /** {@code set_huge_zero_folio}. */
    private int installZeroPage(MmStruct mm) {
        if (mm.pageTable().pmdNone(vmf.vpn())) {
            mm.pageTable().setHugePmd(vmf.vpn(), Pte.of(head, Pte.PRESENT | Pte.ACCESSED | Pte.SPECIAL));
        } else {
            vmf.retry();
        }
        return Flow.DONE;
    }
}
