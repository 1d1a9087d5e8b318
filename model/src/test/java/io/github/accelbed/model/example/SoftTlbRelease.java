package io.github.accelbed.model.example;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code ->release}: undoes the open, whoever dropped the last reference. */
final class SoftTlbRelease extends Operation<SoftTlbRelease> {
    // region release
    private static final Program<SoftTlbRelease> STEPS = Program.<SoftTlbRelease>of("softtlb_release")
            .cpu("stop the queue", Cost.INCLUDED, (o, a) -> o.stop())
            .cpu("mmu_notifier_unregister, mmdrop", Cost.INCLUDED, (o, a) -> o.unregister())
            .build();

    private int stop() {
        queue.device().freeQueue(queue.hardware());
        row.queues().remove(queue);
        return Flow.NEXT;
    }

    private int unregister() {
        MmStruct mm = queue.tlb().mm();
        queue.tlb().drop(0, PageTable.PAGES);
        mm.notifiers().unregister(queue.tlb());
        mm.drop();
        return Flow.DONE;
    }
    // endregion

    private final SoftTlbAccess row;
    private final SoftTlbQueue queue;

    SoftTlbRelease(SoftTlbAccess row, SoftTlbQueue queue) {
        super(STEPS);
        this.row = row;
        this.queue = queue;
    }
}
