package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;

/**
 * The row {@code capi}: the adapter walks the process's own page table with a cache (ERAT) that hears the CPU's broadcasts, so there is no
 * IOMMU table, no PASID of the IOMMU's and no invalidation that anybody sends.
 *
 * <p>That principle is what the thread of November 2018 says of CAPI. UNVERIFIED, since no fact sheet speaks of drivers/misc/cxl: its calls and
 * their errnos, how a fault reaches the kernel, and every price. Kernels that have dropped the driver run the row all the same.
 */
public final class CapiBackend extends NamedBackend {
    /** The row. */
    public CapiBackend() {
        super("capi", "CAPI: the device uses the CPU's page table and hears its TLB shootdowns");
    }

    @Override
    public String note(KernelVersion version) {
        return "Only the principle is verified (no IOMMU table, cache kept right by the CPU's broadcasts); calls, errnos and prices are "
                + "estimates, the same on every kernel.";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        // drivers/misc/cxl was removed in 6.15.
        return version.since(6, 15)
                ? Set.of(RowTrait.RIGHTS_OF_PROCESS, RowTrait.OUT_OF_TREE)
                : Set.of(RowTrait.RIGHTS_OF_PROCESS);
    }

    @Override
    public Access on(Kernel kernel) {
        return new CapiAccess(kernel);
    }
}
