package io.github.accelbed.model.example;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** The driver's interrupt handler: the process's own fault first, then the device's entry. */
final class Refill extends Operation<Refill> {
    // region refill
    /** The price is a PCIe page request's: this device's interrupt was never measured. */
    private static final Program<IoPageFault> MISS =
            IoPageFault.steps("softtlb_miss", "interrupt: miss", Cost.PAGE_REQUEST_FAULT, "handled");

    private static final Program<Refill> STEPS = Program.<Refill>of("softtlb_refill")
            .kernel("handle_mm_fault", Cost.INCLUDED, (o, a) -> o.faultIn(a))
            .returned((o, a) -> o.missed())
            .kernel("spin_lock(ptl), write the entry", Cost.INCLUDED, (o, a) -> o.fill())
            .build();

    private int faultIn(Actor actor) {
        actor.call(miss.at(tlb.mm(), vpn, write));
        return Flow.NEXT;
    }

    private int missed() {
        return miss.result().ok() ? Flow.NEXT : fail(miss.result());
    }

    /** Under the page-table lock, which invalidations take too: hence one step. A page that went again is one more miss. */
    private int fill() {
        long pte = tlb.mm().pageTable().walk(vpn);
        if (Pte.grants(pte, write)) {
            tlb.entries().set(vpn, Pte.of(Pte.frame(pte), Pte.PRESENT | (write ? Pte.WRITE : 0)));
        }
        return Flow.DONE;
    }
    // endregion

    private final SoftTlb tlb;
    private final IoPageFault miss;
    private long vpn;
    private boolean write;

    Refill(Cpu worker, SoftTlb tlb) {
        super(STEPS);
        this.tlb = tlb;
        miss = new IoPageFault(worker, MISS);
    }

    Refill at(long page, boolean forWrite) {
        vpn = page;
        write = forWrite;
        return this;
    }
}
