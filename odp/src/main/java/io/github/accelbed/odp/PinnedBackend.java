package io.github.accelbed.odp;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary RDMA memory region: registration pins the pages and charges them to {@code pinned_vm}, the adapter's table never changes
 * after. It is what both sides of the threads compare with (002, 004).
 *
 * <p>A scenario's program does not call {@code ibv_fork_init}; {@link Verbs#forkInit} does. Verified: the order of checks and charges, who
 * is charged and uncharged, what a fork does to pinned pages. UNVERIFIED: that 6.2 is the kernel that stopped pinning read-only regions
 * for write.
 */
public final class PinnedBackend extends NamedBackend {
    /** The backend. */
    public PinnedBackend() {
        super("rdma-pinned", "RDMA pinned memory region (ib_umem, pinned_vm)");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        if (!version.since(5, 9)) {
            return "Without ibv_fork_init: fork shares pinned pages (up to 5.8), and a region is pinned for write even if the device only"
                    + " reads.";
        }
        return version.since(6, 2)
                ? null
                : "A region is pinned for write even if the device only reads (up to 6.1; the last kernel is UNVERIFIED).";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return version.since(5, 9) ? Set.of() : Set.of(RowTrait.CHILD_SHARES_PINNED_PAGES);
    }

    @Override
    public Access on(Kernel kernel) {
        return new RdmaAccess(kernel, RegisterPinnedRegion::new);
    }
}
