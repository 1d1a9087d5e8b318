package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code uverbs_destroy_ufile_hw} (drivers/infiniband/core/rdma_core.c), when the last reference of the file goes or the device does:
 * queue pairs first, then memory regions (which of the two comes first shows as different errors at a peer). No command runs then: each
 * holds the file, and the removal of the device has waited for all of them.
 */
final class DestroyContext extends Operation<DestroyContext> {
    private static final Program<DestroyContext> STEPS = Program.<DestroyContext>of("uverbs_destroy_ufile_hw")
            .cpu("down_write(hw_destroy_rwsem)", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("destroy queue pairs", Cost.INCLUDED, (o, a) -> o.nextQueuePair(a))
            .returned((o, a) -> o.moreQueuePairs(a))
            .cpu("destroy memory regions", Cost.INCLUDED, (o, a) -> o.nextRegion(a))
            .returned((o, a) -> o.moreRegions(a))
            .cpu("ib_dealloc_ucontext, up_write(hw_destroy_rwsem)", Cost.INCLUDED, (o, a) -> o.finish(a))
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

    private int lock(Actor actor) {
        int flow = mutexLock(actor, context.hwDestroyRwsem());
        if (flow == Flow.NEXT) {
            context.disassociate();
        }
        return flow;
    }

    private int nextQueuePair(Actor actor) {
        if (context.queuePairs().isEmpty()) {
            return Flow.PASS;
        }
        actor.call(context.queuePairs().get(0).destroy());
        return Flow.NEXT;
    }

    private int moreQueuePairs(Actor actor) {
        return nextQueuePair(actor) == Flow.PASS ? Flow.NEXT : Flow.AGAIN;
    }

    private int nextRegion(Actor actor) {
        if (context.regions().isEmpty()) {
            return Flow.PASS;
        }
        actor.call(context.regions().get(0).destroy(cpu));
        return Flow.NEXT;
    }

    private int moreRegions(Actor actor) {
        return nextRegion(actor) == Flow.PASS ? Flow.NEXT : Flow.AGAIN;
    }

    private int finish(Actor actor) {
        context.setProtectionDomain(false);
        context.hwDestroyRwsem().unlock(actor);
        if (!release) {
            context.zapRegisters();
        } else {
            context.setReleased();
            context.access().forget(context);
        }
        return Flow.DONE;
    }
}
