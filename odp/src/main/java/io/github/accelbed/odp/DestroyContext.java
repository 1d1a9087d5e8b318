package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code uverbs_destroy_ufile_hw} (drivers/infiniband/core/rdma_core.c), when the last reference of the file goes or the device does:
 * queue pairs first, then memory regions (which of the two comes first shows as different errors at a peer).
 */
final class DestroyContext extends Operation<DestroyContext> {
    private static final Program<DestroyContext> STEPS = Program.<DestroyContext>of("uverbs_destroy_ufile_hw")
            .cpu("destroy queue pairs", Cost.INCLUDED, (o, a) -> o.nextQueuePair(a))
            .cpu("destroy memory regions", Cost.INCLUDED, (o, a) -> o.nextRegion(a))
            .cpu("ib_dealloc_ucontext", Cost.INCLUDED, (o, a) -> o.finish())
            .build();

    private final UverbsContext context;
    private final Cpu cpu;
    private final boolean release;

    /** The end of everything in a context; of the context too on a release. */
    DestroyContext(UverbsContext context, Cpu cpu, boolean release) {
        super(STEPS);
        this.context = context;
        this.cpu = cpu;
        this.release = release;
    }

    private int nextQueuePair(Actor actor) {
        // From here on no command of the file adds an object; the kernel's hw_destroy_rwsem also waits for running
        // ones.
        context.disassociate();
        if (context.queuePairs().isEmpty()) {
            return Flow.NEXT;
        }
        actor.call(context.queuePairs().get(0).destroy());
        return Flow.AGAIN;
    }

    private int nextRegion(Actor actor) {
        if (context.regions().isEmpty()) {
            return Flow.NEXT;
        }
        actor.call(context.regions().get(0).destroy(cpu));
        return Flow.AGAIN;
    }

    private int finish() {
        context.setProtectionDomain(false);
        if (release) {
            context.setReleased();
            context.access().forget(context);
        }
        return Flow.DONE;
    }
}
