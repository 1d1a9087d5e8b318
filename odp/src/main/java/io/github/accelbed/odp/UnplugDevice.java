package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * Surprise removal: {@code ib_uverbs_remove_one} with {@code disassociate_ucontext} destroys what every context has in the adapter and
 * leaves the files behind, whose commands then answer EIO (UNVERIFIED).
 */
final class UnplugDevice extends AccessOperation<UnplugDevice> {
    private static final Program<UnplugDevice> STEPS = Program.<UnplugDevice>of("ib_uverbs_remove_one")
            .kernel("mlx5_remove_one", Cost.SYSCALL, (o, a) -> o.remove())
            .kernel("ib_uverbs_free_hw_resources", Cost.INCLUDED, (o, a) -> o.nextContext(a))
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
        contexts = access.contexts(device);
        index = 0;
        return Flow.NEXT;
    }

    private int nextContext(Actor actor) {
        if (index == contexts.size()) {
            return Flow.DONE;
        }
        actor.call(new DestroyContext(contexts.get(index++), access.kernel().root(), false));
        return Flow.AGAIN;
    }
}
