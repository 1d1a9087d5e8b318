package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;
import java.util.List;

/**
 * {@code struct ib_mr}: a range of one process's memory that the adapter knows under a key. It belongs to the context it was
 * registered on, not to a process, and resolves forever in the address space of the process that registered it.
 */
sealed interface MemoryRegion permits OdpMemoryRegion, ImplicitRegion, PinnedMemoryRegion {
    /** Its key. */
    int lkey();

    /** Whose memory. */
    MmStruct mm();

    /** First page. */
    long start();

    /** One past the last page. */
    long end();

    /** IBV_ACCESS_LOCAL_WRITE and IBV_ACCESS_REMOTE_WRITE. */
    boolean writable();

    /** {@code umem->writable}: what its pages are good for, which the key's rights may go beyond after a re-registration. */
    boolean writableUmem();

    /** Other rights for the key. */
    void setWritable(boolean right);

    /** The context it belongs to. */
    UverbsContext context();

    /** Whether the orderly close of a queue, which has been destroyed by then, deregisters it. */
    boolean goesWith(QueuePair closed);

    /** What the adapter's table holds for a page of the range: frame and bits of {@link io.github.accelbed.model.mm.Pte}. */
    long entry(long vpn);

    /** Pages of the range that the adapter can translate. */
    long present();

    /** The first page of a part of the range that the adapter can translate, or -1. */
    long nextPresent(long from, long to);

    /** Whether a missing entry raises a page fault; else the access fails. */
    boolean pageable();

    /** Whether pages of an area can be entered by a page fault. */
    boolean allows(Vma vma);

    /** The mirrors behind it, each with a notifier of its own. */
    List<OdpMemoryRegion> umems();

    /** {@code mlx5_ib_dereg_mr}, as often as needed: a second run has nothing left to do. */
    Operation<?> destroy(Cpu cpu);
}
