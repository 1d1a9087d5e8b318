package io.github.accelbed.odp;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct umr_common} of a device (drivers/infiniband/hw/mlx5/umr.c): the queue on which the driver has the adapter write entries of its
 * tables. A write to a revoked key puts it into error.
 *
 * <ul>
 *   <li>From 5.13 to 5.19 whatever follows answers EFAULT ({@code mlx5_ib_post_send_wait}; what a registration then answers is UNVERIFIED).
 *   <li>From 6.0 on ({@code mlx5r_umr_recover}, 158e71bb69e3) the queue is reset, only that write has failed, which nobody looks at, and
 *       what was flushed is sent again.
 *   <li>Up to 6.13 (d97505baea64, CVE-2025-21892) the reset does not wait for other requests on the queue. The firmware, or
 *       {@code mlx5_ib_cq_clean}, may drop the completions of those behind the failed one, and who waits for one waits for ever ({@code wait_for_completion} in {@code mlx5r_umr_post_send_wait}). Here it always does
 *       ({@link InvalidateMirror#WITH_HASTY_RESET}).
 * </ul>
 *
 * <p>A request is under way only while an invalidation waits for it. Left out: those of faults and registrations, which are done in one step,
 * and the zaps that a broken queue does not do.
 */
final class UmrQueue {
    private final RdmaRules rules;
    private final List<Integer> lost = new ArrayList<>();
    private boolean broken;
    private int posts;

    UmrQueue(RdmaRules rules) {
        this.rules = rules;
    }

    /** Whether no table of the device can be written any more. */
    boolean broken() {
        return broken;
    }

    /** The next request's number, in the order in which the adapter takes them. */
    int post() {
        return ++posts;
    }

    /** Whether the queue was reset over a request, so that its completion may never come. */
    boolean lost(int request) {
        return lost.contains(request);
    }

    /** A request with a revoked key; those before it have their completions, since a queue takes its requests in order. */
    void fail(int request) {
        if (!rules.recoversUmrQueue()) {
            broken = true;
            return;
        }
        for (int behind = request + 1; behind <= posts; behind++) {
            lost.add(behind);
        }
    }
}
