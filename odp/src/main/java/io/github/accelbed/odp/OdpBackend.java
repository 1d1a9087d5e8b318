package io.github.accelbed.odp;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RDMA explicit on-demand paging on mlx5: the adapter keeps a mirror of the process's page table for each memory region, the mmu
 * notifier takes entries away, page faults of the adapter bring them back. Since 3.19; claims 002 and 004 are about it.
 *
 * <p>{@link Verbs} has what no scenario step asks for: other kinds of regions, prefetch, {@code ibv_fork_init}. Verified: what is checked,
 * entered, invalidated and retried, and in which order. UNVERIFIED: the errno without a queue pair left, and that of a disassociated
 * file. {@code device rxe} is Soft-RoCE ({@link AdapterRules}). Left out: remote keys, and everything that a lost packet costs.
 */
public final class OdpBackend extends NamedBackend {
    /** The backend. */
    public OdpBackend() {
        super("odp", "RDMA explicit on-demand-paging memory region (mlx5)");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return null;
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of();
    }

    @Override
    public Access on(Kernel kernel) {
        return new RdmaAccess(kernel, RegisterOdpRegion::new);
    }
}
