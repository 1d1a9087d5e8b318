package io.github.accelbed.odp;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/** {@code mlx5_ib_free_odp_mr} of an implicit region: key, running faults, the indirect key, then the children one after the other. */
final class DestroyImplicitRegion extends Operation<DestroyImplicitRegion> {
    private static final Program<DestroyImplicitRegion> STEPS = Program.<DestroyImplicitRegion>of("mlx5_ib_dereg_mr")
            .cpu("xa_erase(odp_mkeys)", Cost.INCLUDED, (o, a) -> o.eraseKey())
            .cpu("wait_event(usecount)", Cost.INCLUDED, (o, a) -> o.waitForFaults())
            .waits()
            .cpu("destroy_mkey", Cost.MR_DEREGISTER, (o, a) -> Flow.NEXT)
            .cpu("free_implicit_child_mr", Cost.INCLUDED, (o, a) -> o.nextChild(a))
            .returned((o, a) -> o.nextChild(a))
            .build();

    private final ImplicitRegion region;

    DestroyImplicitRegion(ImplicitRegion region) {
        super(STEPS);
        this.region = region;
    }

    private int eraseKey() {
        region.erase();
        region.context().handles().remove(region);
        region.context().keys().remove(region);
        return Flow.NEXT;
    }

    private int waitForFaults() {
        return region.users() > 0 ? Flow.BLOCKED : Flow.NEXT;
    }

    private int nextChild(Actor actor) {
        List<OdpMemoryRegion> children = region.umems();
        if (children.isEmpty()) {
            region.context().regions().remove(region);
            return Flow.DONE;
        }
        actor.call(children.get(0).destroy());
        return Flow.AGAIN;
    }
}
