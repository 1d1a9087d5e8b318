package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;

/**
 * {@code dma_alloc_coherent}: the kernel chooses the address, downwards from 4 GiB and around what is reserved, so nothing is refused; the
 * library turns the process's addresses into the device's. All processes' memory stands in the one address space of the device.
 */
final class DmaApi implements Addressing {
    private static final long TOP = 1L << 20;

    @Override
    public Errno mayOpen(DmaSpace space) {
        return Errno.OK;
    }

    @Override
    public boolean asksForAddress() {
        return true;
    }

    @Override
    public Errno mayMap(DmaSpace space, long start, long pages) {
        return deviceAddress(space, start, pages) < 0 ? Errno.ENOMEM : Errno.OK;
    }

    /** {@code alloc_iova}: the highest place that is free; negative if there is none. */
    @Override
    public long deviceAddress(DmaSpace space, long start, long pages) {
        long at = TOP - pages;
        while (at >= 0) {
            long below = space.taken(at, pages);
            if (below < 0) {
                return at;
            }
            at = below - pages;
        }
        return -1;
    }
}
