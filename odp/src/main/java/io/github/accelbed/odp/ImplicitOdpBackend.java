package io.github.accelbed.odp;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RDMA implicit on-demand paging on mlx5, since 4.12: one region is the whole address space of the process, with a mirror for each 1 GiB
 * block that the device touched. Thread 004 compares SVA with it.
 *
 * <p>The region is registered when the queue is opened, writable, so that the device reaches what the process may write, mapped by name or
 * not, now or later. {@code map} for reading uses a second, read-only region for its range. As with explicit regions a fault of the writable
 * one asks for write, so the device cannot read memory that the process may only read, unless it was mapped so; SVA can.
 *
 * <p>Verified: children, their blocks, who watches, errors. UNVERIFIED: what making a child costs. Left out: five-level tables (16 GiB
 * blocks), prefetch of several children by one fault.
 */
public final class ImplicitOdpBackend extends NamedBackend {
    /** The backend. */
    public ImplicitOdpBackend() {
        super("odp-implicit", "RDMA implicit on-demand paging: the whole address space (mlx5)");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "What it costs to make the mirror of a 1 GiB block is UNVERIFIED.";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of(RowTrait.RIGHTS_OF_PROCESS);
    }

    @Override
    public Access on(Kernel kernel) {
        return new ImplicitAccess(kernel);
    }
}
