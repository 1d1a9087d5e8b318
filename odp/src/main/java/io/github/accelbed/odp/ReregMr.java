package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code ib_uverbs_rereg_mr} and {@code mlx5_ib_rereg_user_mr} (drivers/infiniband/hw/mlx5/mr.c) with IB_MR_REREG_ACCESS from 5.11 on: one write of the
 * adapter's table gives the key other rights. Pages and notifier stay: an on-demand region that was registered for reading is not written either after this,
 * since its faults go on asking for reading. A region that another thread destroys now is EBUSY.
 *
 * <p>Up to 5.10 an on-demand region is refused here. The price is that of one write of the adapter's table (no figure was found).
 */
final class ReregMr extends UverbsCommand<ReregMr> {
    private static final Program<ReregMr> STEPS = Program.<ReregMr>of("mlx5_ib_rereg_user_mr")
            .cpu("ib_uverbs_rereg_mr", Cost.SYSCALL, (o, a) -> o.check())
            .device("mlx5r_umr_rereg_pd_access", Cost.ODP_FAULT_UPDATE, (o, a) -> o.change(a))
            .build();

    private final MemoryRegion region;
    private final boolean writable;

    ReregMr(Task task, MemoryRegion region, boolean writable) {
        super(STEPS, task, region.context());
        this.region = region;
        this.writable = writable;
    }

    private int check() {
        Errno refused = refusal();
        if (!refused.ok()) {
            return fail(refused);
        }
        context().handles().remove(region);
        enter();
        return Flow.NEXT;
    }

    private Errno refusal() {
        Errno refused = refusedAtEntry();
        if (!refused.ok()) {
            return refused;
        }
        if (!context().handles().contains(region)) {
            return Errno.EBUSY;
        }
        AdapterRules adapter = context().adapter();
        if (adapter.reregistrationPinsAnew()) {
            return Errno.EOPNOTSUPP;
        }
        if (!adapter.reregistration().ok()) {
            return adapter.reregistration();
        }
        return writable && !region.writableUmem() && adapter.checksReregistration() ? Errno.EACCES : Errno.OK;
    }

    private int change(Actor actor) {
        boolean broken = context().umrQueue().broken();
        if (!broken) {
            region.setWritable(writable);
        }
        context().handles().add(region);
        leave(actor);
        return broken ? fail(Errno.EFAULT) : Flow.DONE;
    }
}
