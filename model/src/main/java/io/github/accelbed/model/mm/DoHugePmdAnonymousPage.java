package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_huge_pmd_anonymous_page} (mm/huge_memory.c): first touch of a 2 MiB range that wants a huge page. A read maps the zero
 * page, all 2 MiB of it ({@code use_zero_page} = 1, the default); without memory for a huge page a write gets a small one.
 *
 * <p>The huge zero page is a huge entry of the zero page that is marked special, as the small one is; nobody counts it.
 */
final class DoHugePmdAnonymousPage extends Operation<DoHugePmdAnonymousPage> {
    private static final Program<DoHugePmdAnonymousPage> STEPS = Program.<DoHugePmdAnonymousPage>of(
                    "do_huge_pmd_anonymous_page")
            .cpu("alloc_hugepage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate(a))
            .cpu("set_pmd_at", Cost.INCLUDED, (o, a) -> o.install(a))
            .build();

    private final Cpu cpu;
    private final HandleMmFault vmf;

    @Frames(Frames.Form.NUMBER)
    private int head;

    DoHugePmdAnonymousPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    @Override
    protected void begin() {
        head = PhysicalMemory.ZERO_PAGE;
    }

    @Override
    protected void abandoned() {
        if (head != PhysicalMemory.ZERO_PAGE) {
            cpu.mm().memory().put(head, 1);
        }
    }

    private int allocate(Actor actor) {
        if (!vmf.write()) {
            return Flow.NEXT;
        }
        head = cpu.mm().memory().allocHuge();
        if (head == PhysicalMemory.NONE) {
            head = PhysicalMemory.ZERO_PAGE;
            vmf.callAnonymousPage(actor);
            return Flow.DONE;
        }
        actor.charge(PhysicalMemory.HUGE_PAGES);
        vmf.vma().prepareAnonVma();
        return Flow.NEXT;
    }

    private int install(Actor actor) {
        MmStruct mm = vmf.mm();
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
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
