package io.github.accelbed.model.mm;

/**
 * A device whose translation cache hears the CPU's own TLB invalidations on the bus: the ERAT of a CAPI adapter ({@code tlbie} on POWER).
 * It is no subscriber of the mmu_notifiers, and software neither sends it anything nor waits for it.
 *
 * <p>An SMMU with BTM would be one as well; mainline never switches that on.
 */
public interface TlbSnooper {
    /**
     * A broadcast invalidation of one address space.
     *
     * @param start first page
     * @param end one past the last
     */
    void tlbie(long start, long end);
}
