package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_anonymous_page} (mm/memory.c): first touch of private anonymous memory. A read maps the zero page and creates no
 * anon_vma (UNVERIFIED); no notifier fires, since nothing was mapped before.
 */
final class DoAnonymousPage extends Operation<DoAnonymousPage> {
    private static final Program<DoAnonymousPage> STEPS = Program.<DoAnonymousPage>of("do_anonymous_page")
            .cpu("alloc_zeroed_user_highpage", Cost.CPU_MINOR_FAULT, (o, a) -> o.allocate())
            .cpu("set_pte_at", Cost.INCLUDED, (o, a) -> o.install(a))
            .build();

    private final Cpu cpu;
    private final HandleMmFault vmf;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    DoAnonymousPage(Cpu cpu, HandleMmFault vmf) {
        super(STEPS);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    @Override
    protected void begin() {
        frame = PhysicalMemory.ZERO_PAGE;
    }

    @Override
    protected void abandoned() {
        if (frame != PhysicalMemory.ZERO_PAGE) {
            cpu.mm().memory().put(frame, 1);
        }
    }

    private int allocate() {
        if (vmf.write()) {
            vmf.vma().prepareAnonVma();
            frame = cpu.mm().memory().alloc();
            if (frame == PhysicalMemory.NONE) {
                frame = PhysicalMemory.ZERO_PAGE;
                vmf.failed(Errno.ENOMEM);
                return Flow.DONE;
            }
        }
        return Flow.NEXT;
    }

    private int install(Actor actor) {
        MmStruct mm = vmf.mm();
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
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
