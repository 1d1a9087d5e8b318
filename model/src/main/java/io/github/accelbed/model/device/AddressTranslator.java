package io.github.accelbed.model.device;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * How the addresses in a queue's descriptors become frames: an IOMMU with the process's table, an IOMMU with a table of its own, or
 * a table in the device.
 */
public interface AddressTranslator {
    /** No entry grants the access; {@link #fault} may help. */
    int FAULT = -1;

    /** The access is dropped; no fault is possible. */
    int ABORT = -2;

    /**
     * The platform takes the write for an interrupt message, whatever the table says: it is done, and no memory has changed. That is x86's window (Intel VT-d
     * specification, "interrupt address range"; a read there is blocked). Requests with a PASID, and auxiliary domains, are UNVERIFIED: the first are
     * translated here, the second not.
     */
    int MESSAGE = -3;

    /**
     * Looks the translation up before the access and fills caches.
     *
     * @param vpn the page in the device's address space
     * @param write true for a write
     * @return how many table walks that took, 0 on a hit or where there is nothing to walk
     */
    int prefetch(long vpn, boolean write);

    /**
     * Whether translations are kept in a cache, which may lose one for want of room and may be filled ahead at any moment.
     *
     * @return false where the device's addresses are looked up in a table that somebody owns
     */
    default boolean caches() {
        return false;
    }

    /**
     * Makes the cache lose a page. No software has a part in this, so it is no invalidation.
     *
     * @param vpn the page in the device's address space
     */
    default void evict(long vpn) {}

    /**
     * Translates; the caller touches the frame in the same step.
     *
     * @param vpn the page in the device's address space
     * @param write true for a write
     * @return the frame, {@link #FAULT}, {@link #ABORT} or {@link #MESSAGE}
     */
    int translate(long vpn, boolean write);

    /**
     * Whether a cache alone is the reason for {@link #FAULT}: it goes on to refuse what the table grants by now. Whoever answers faults finds nothing to do.
     *
     * @param vpn the page in the device's address space
     * @param write true for a write
     * @return false where a refused access is looked up again
     */
    default boolean refuses(long vpn, boolean write) {
        return false;
    }

    /**
     * What happens on {@link #FAULT}.
     *
     * @param vpn the page
     * @param write true for a write
     * @return the operation to run before the access is tried again
     */
    Operation<?> fault(long vpn, boolean write);

    /**
     * As {@link #fault(long, boolean)}, where who answers the fault sees the work request: a driver may bring the rest of the segment at once.
     *
     * @param vpn the page
     * @param write true for a write
     * @param rest pages of the segment (the source, or the target) that the job has not touched, this one included
     * @return the operation to run before the access is tried again
     */
    default Operation<?> fault(long vpn, boolean write, int rest) {
        return fault(vpn, write);
    }

    /**
     * Whether {@link #FAULT} is an event of the device; not so where a driver looks at each job before the device does.
     *
     * @return false if it must not be counted as a device fault
     */
    default boolean deviceFaults() {
        return true;
    }

    /**
     * How the last fault ended.
     *
     * @return OK to try again, else the access fails with EFAULT
     */
    Errno faultResult();

    /**
     * What the library does after an access that failed with EFAULT, so that the queue can be used again.
     *
     * @return the operation, or null if the queue needs nothing
     */
    default @Nullable Operation<?> recover() {
        return null;
    }

    /**
     * Whose memory an address means: the process that a stale access is judged against.
     *
     * @param vpn the page in the device's address space
     * @return the mm
     */
    MmStruct meant(long vpn);

    /**
     * Which of its pages an address means.
     *
     * @param vpn the page in the device's address space
     * @return the page in the address space of {@link #meant}; the same number unless somebody chose otherwise
     */
    default long meantPage(long vpn) {
        return vpn;
    }
}
