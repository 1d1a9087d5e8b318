package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;

/**
 * {@code struct ib_mr}: a range of one process's memory that the adapter knows under a key. It belongs to the context it was
 * registered on, not to a process, and resolves forever in the address space of the process that registered it.
 */
sealed interface MemoryRegion permits OdpMemoryRegion {
    /** Whose memory. */
    MmStruct mm();

    /** First page. */
    long start();

    /** One past the last page. */
    long end();

    /** IBV_ACCESS_LOCAL_WRITE and IBV_ACCESS_REMOTE_WRITE. */
    boolean writable();

    /** The context it belongs to. */
    UverbsContext context();

    /** The queue it was registered through; whose orderly close deregisters it. */
    QueuePair owner();

    /** What the adapter's table holds for a page of the range: frame and bits of {@link io.github.accelbed.model.mm.Pte}. */
    long entry(long vpn);

    /** Pages of the range that the adapter can translate. */
    long present();

    /** Whether a missing entry raises a page fault; else the access fails. */
    boolean pageable();

    /** Whether a page fault would make this page present. */
    boolean mappable(long vpn);

    /** {@code mlx5_ib_dereg_mr}, as often as needed: a second run has nothing left to do. */
    Operation<?> destroy(Cpu cpu);

    /** Whether the key covers a page. */
    default boolean covers(long vpn) {
        return start() <= vpn && vpn < end();
    }
}
