package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;

/**
 * The row {@code uacce-dma}: uacce without SVA through the DMA API, as the review of v6 proposed and as vendors' trees ship it. The kernel
 * allocates the memory and chooses its device address, the library asks for it and translates; processes share the device's one space.
 *
 * <p>Verified: who allocates, who chooses, the call that tells the address, that no isolation is left. UNVERIFIED: where the allocator begins;
 * slices of 128 MB and granules of 64 KiB are left out.
 */
public final class UacceDmaBackend implements AccessBackend {
    /** The row. */
    public UacceDmaBackend() {}

    @Override
    public String id() {
        return "uacce-dma";
    }

    @Override
    public String title() {
        return "uacce without SVA, DMA API: kernel memory, the library translates its addresses";
    }

    @Override
    public String note(KernelVersion version) {
        return "Out of tree on all kernels (a flag of the postings, later vendors' trees). map puts memory from the kernel in the buffer's "
                + "place and copies the contents once; processes on one device can reach each other's memory.";
    }

    @Override
    public Access on(Kernel kernel) {
        return new NosvaAccess(kernel, new DmaApi());
    }
}
