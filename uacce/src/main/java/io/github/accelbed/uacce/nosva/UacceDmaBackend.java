package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;

/**
 * The row {@code uacce-dma}: uacce without SVA through the DMA API, as the review of v6 proposed and as vendors' trees ship it. The kernel
 * allocates the memory and chooses its device address, the library asks for it and translates; processes share the device's one space.
 *
 * <p>Verified: who allocates, who chooses, the call that tells the address, that no isolation is left. UNVERIFIED: where the allocator begins;
 * slices of 128 MB and granules of 64 KiB are left out.
 */
public final class UacceDmaBackend extends NamedBackend {
    /** The row. */
    public UacceDmaBackend() {
        super("uacce-dma", "uacce without SVA, DMA API: kernel memory, the library translates its addresses");
    }

    @Override
    public String note(KernelVersion version) {
        return "Out of tree on all kernels (a flag of the postings, later vendors' trees). map puts memory from the kernel in the buffer's "
                + "place and copies the contents once; processes on one device can reach each other's memory.";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of(
                RowTrait.OUT_OF_TREE, RowTrait.OWN_ADDRESSES, RowTrait.MAP_REPLACES_MEMORY, RowTrait.MAY_BREAK_SAFETY);
    }

    @Override
    public Access on(Kernel kernel) {
        return new NosvaAccess(kernel, new DmaApi());
    }
}
