package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_anonymous_page} (mm/memory.c): first touch of private anonymous memory. A read maps the zero page and creates no
 * anon_vma (UNVERIFIED); no notifier fires, since nothing was mapped before.
 */
final class DoAnonymousPage extends FaultHandler<DoAnonymousPage> {
    private static final Program<DoAnonymousPage> STEPS = Program.<DoAnonymousPage>of("do_anonymous_page")
            .cpu("alloc_zeroed_user_highpage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate())
            .cpu("set_pte_at", Cost.INCLUDED, underPtl((o, a) -> o.install()))
            .waits()
            .build();

    @Frames(Frames.Form.NUMBER)
    private int frame;

    DoAnonymousPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
    }

    @Override
    protected void begin() {
        frame = PhysicalMemory.ZERO_PAGE;
    }

    private int allocate() {
        if (vmf.write() || !cpu.mm().cowRules().mapsZeroPage()) {
            vmf.vma().prepareAnonVma();
            frame = cpu.mm().memory().allocFor(vmf.vma());
            if (frame == PhysicalMemory.NONE) {
                return fail(Errno.ENOMEM);
            }
        }
        return Flow.NEXT;
    }

    private int install() {
        MmStruct mm = vmf.mm();
        PhysicalMemory memory = cpu.mm().memory();
        if (vmf.pte() != 0) {
            vmf.retry();
            if (frame != PhysicalMemory.ZERO_PAGE) {
                memory.put(frame, 1);
            }
            return Flow.DONE;
        }
        if (frame == PhysicalMemory.ZERO_PAGE) {
            mm.pageTable().set(vmf.vpn(), Pte.of(frame, Pte.PRESENT | Pte.SPECIAL | Pte.ACCESSED));
        } else {
            memory.setAnon(frame);
            memory.setExclusive(frame, cpu.mm().cowRules().tracksAnonExclusive());
            memory.mapNew(frame);
            mm.pageTable().set(vmf.vpn(), Pte.of(frame, Pte.PRESENT | vmf.maybeMkwrite() | Pte.DIRTY | Pte.ACCESSED));
        }
        return Flow.DONE;
    }
}
