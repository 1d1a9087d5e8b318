package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mmu_notifier_ops}: a subscriber to one mm's changes that shares its page table (SVA). Mirror tables use
 * {@link MmuIntervalNotifier}. The two families must not be mixed; 6.6 made that an error.
 */
public interface MmuNotifier {
    /**
     * {@code invalidate_range} up to 6.5, {@code arch_invalidate_secondary_tlbs} since: called under the page-table lock,
     * must not sleep.
     *
     * @param mm whose entries changed
     * @param start first page
     * @param end one past the last
     */
    void invalidateSecondaryTlbs(MmStruct mm, long start, long end);

    /**
     * Whether its TLB may go on to refuse what an entry has come to allow, so that it has to be told of that too.
     *
     * @return false for a TLB that walks again when it refuses
     */
    default boolean keepsPermissions() {
        return false;
    }

    /**
     * Whether it hears the CPUs' broadcast invalidations and nothing else: an SMMU with BTM under a driver that relies on that.
     *
     * @return false if the kernel tells it by a call
     */
    default boolean hearsBroadcasts() {
        return false;
    }

    /**
     * {@code release}: the address space dies; afterwards no page of it may be touched. Called before any page is freed.
     *
     * @param mm the dying mm
     * @return what the subscriber does about it, or null for nothing
     */
    @Nullable
    Operation<?> release(MmStruct mm);
}
