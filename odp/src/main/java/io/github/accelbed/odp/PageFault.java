package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code mlx5_ib_pfault} (drivers/infiniband/hw/mlx5/odp.c): the adapter stops the queue pair and raises an event, a worker brings the rest of the
 * segment and writes the adapter's table, the adapter goes on. Since 3.19 it is a segment a fault, not a page: on the initiator the rest of a
 * scatter/gather entry ({@code pagefault_data_segments}), on the responder the rest of the RDMA operation ({@code mlx5_ib_mr_rdma_pfault_handler}).
 * A job's source and its target are a segment each.
 *
 * <p>Left out: a work request of several entries, which the initiator brings in one fault; an operation whose length the responder does not
 * know, where it brings the packet and, after it has resumed, up to 4 MiB more; the memory scheme of newer adapters, which say themselves how many pages to
 * bring before and behind; retransmission (the figures of the cost table hold a fault without a lost packet). The 5 us of the driver contain the CPU fault of a
 * missing page, which the model adds once more; that is under 1 % of the whole.
 */
final class PageFault extends Operation<PageFault> {
    private static final Program<PageFault> STEPS = Program.<PageFault>of("mlx5_ib_pfault")
            .fault()
            .device("page fault event", Cost.ODP_FAULT_DETECT, (o, a) -> o.handle(a))
            .returned((o, a) -> o.handled(a))
            .device("PAGE_FAULT_RESUME", Cost.ODP_FAULT_RESUME, (o, a) -> Flow.DONE)
            .build();

    private final KeyTranslator keys;
    private final PagefaultMr pagefaultMr;
    private long vpn;
    private long pages;
    private boolean write;
    private Errno cause = Errno.OK;

    PageFault(Cpu cpu, KeyTranslator keys, RdmaRules rules) {
        super(STEPS);
        this.keys = keys;
        pagefaultMr = new PagefaultMr(cpu, rules);
    }

    PageFault at(long page, long rest, boolean asksWrite) {
        vpn = page;
        pages = rest;
        write = asksWrite;
        return this;
    }

    /** Why the last fault failed, for the kernel's log; the adapter is only told that it did. */
    Errno cause() {
        return cause;
    }

    /** Passes of the last fault's loop: 1 without a collision. */
    long passes() {
        return pagefaultMr.passes();
    }

    /** Whether a fault that runs now holds the key. */
    boolean uses(MemoryRegion key) {
        return pagefaultMr.uses(key);
    }

    private int handle(Actor actor) {
        actor.call(pagefaultMr.fault(keys, vpn, pages, write));
        return Flow.NEXT;
    }

    /** A completion with an error, whatever the reason. */
    private int handled(Actor actor) {
        cause = actor.returned();
        answer(cause.ok() ? Errno.OK : Errno.EFAULT);
        return Flow.NEXT;
    }
}
