package io.github.accelbed.odp;

/**
 * {@code struct umr_common} of a device (drivers/infiniband/hw/mlx5/umr.c): the queue on which the driver has the adapter write entries of its
 * tables. A write to a revoked key puts it into error.
 *
 * <ul>
 *   <li>From 5.13 to 5.19 whatever follows answers EFAULT ({@code mlx5_ib_post_send_wait}; what a registration then answers is UNVERIFIED).
 *   <li>From 6.0 on ({@code mlx5r_umr_recover}, 158e71bb69e3) the queue is reset, only that write has failed, which nobody looks at, and
 *       what was flushed is sent again.
 *   <li>Up to 6.13 (d97505baea64, CVE-2025-21892) the reset does not wait for other requests on the queue. The firmware may drop their completions,
 *       and who waits for one waits for ever ({@code wait_for_completion} in {@code mlx5r_umr_post_send_wait}). Here it always does
 *       ({@link InvalidateMirror#WITH_HASTY_RESET}).
 * </ul>
 *
 * <p>A request is under way only while an invalidation waits for it. Left out: those of faults and registrations, which are done in one step,
 * and the zaps that a broken queue does not do.
 */
final class UmrQueue {
    private final RdmaRules rules;
    private boolean broken;
    private int resets;

    UmrQueue(RdmaRules rules) {
        this.rules = rules;
    }

    /** Whether no table of the device can be written any more. */
    boolean broken() {
        return broken;
    }

    /** Which reset a request comes behind, for {@link #lost}. */
    int post() {
        return resets;
    }

    /** Whether the queue was reset over a request. */
    boolean lost(int posted) {
        return posted != resets;
    }

    /** A request with a revoked key. */
    void fail() {
        if (rules.recoversUmrQueue()) {
            resets++;
        } else {
            broken = true;
        }
    }
}
