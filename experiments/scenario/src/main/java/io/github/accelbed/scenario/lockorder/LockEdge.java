package io.github.accelbed.scenario.lockorder;

import io.github.accelbed.model.Unwoven;

/**
 * One lock was taken while another was held.
 *
 * @param held the class of the lock that was held, such as {@code mmap_lock}
 * @param taken the class of the lock that was taken under it
 * @param witness who did that first, and in which operations
 */
@Unwoven
public record LockEdge(String held, String taken, String witness) {

    @Override
    public String toString() {
        return held + " -> " + taken + ": " + witness;
    }
}
