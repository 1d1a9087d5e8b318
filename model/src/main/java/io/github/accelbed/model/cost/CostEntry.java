package io.github.accelbed.model.cost;

import io.github.accelbed.model.Unwoven;

/**
 * One price and where it comes from.
 *
 * @param cost what is priced
 * @param ns nanoseconds, 0 or more, at most three decimals
 * @param source a publication, a kernel commit, a measurement; or, first of all, that it is an estimate, an assumption or second-hand
 * @param verified whether the figure was measured, or read where it was measured, or derived from such; a result that rests on another says so
 */
@Unwoven
public record CostEntry(Cost cost, double ns, String source, boolean verified) {

    /** Checks the range. */
    public CostEntry {
        if (!(ns >= 0)) {
            throw new IllegalArgumentException("negative cost: " + cost.key());
        }
    }
}
