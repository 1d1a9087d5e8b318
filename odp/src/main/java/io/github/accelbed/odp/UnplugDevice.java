package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * Surprise removal: {@code ib_uverbs_remove_one} with {@code disassociate_ucontext} lets no command begin any more, waits for those that run, destroys
 * what every context has in the adapter and leaves the files behind, whose commands answer EIO.
 */
final class UnplugDevice extends AccessOperation<UnplugDevice> {
    private static final Program<UnplugDevice> STEPS = Program.<UnplugDevice>of("ib_uverbs_remove_one")
            .kernel("mlx5_remove_one, ib_dev = NULL", Cost.SYSCALL, (o, a) -> o.remove())
            .kernel("synchronize_srcu(disassociate_srcu)", Cost.INCLUDED, (o, a) -> o.waitForCommands())
            .waits()
            .kernel("ib_uverbs_free_hw_resources", Cost.INCLUDED, (o, a) -> o.nextContext(a))
            .returned((o, a) -> o.nextContext(a))
            .build();

    private final RdmaAccess access;
    private final Device device;
    private List<UverbsContext> contexts = List.of();
    private int index;

    UnplugDevice(RdmaAccess access, Device device) {
        super(STEPS);
        this.access = access;
        this.device = device;
    }

    private int remove() {
        device.remove();
        access.dropUmrQueue(device);
        contexts = access.contexts(device);
        contexts.forEach(UverbsContext::disassociate);
        index = 0;
        return Flow.NEXT;
    }

    private int waitForCommands() {
        return contexts.stream().anyMatch(UverbsContext::busy) ? Flow.BLOCKED : Flow.NEXT;
    }

    private int nextContext(Actor actor) {
        if (index == contexts.size()) {
            return Flow.DONE;
        }
        actor.call(new DestroyContext(contexts.get(index++), access.kernel().root(), false));
        return Flow.AGAIN;
    }
}
