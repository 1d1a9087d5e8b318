package io.github.accelbed.drivers.leak;

import java.util.Map;

/**
 * What one mishap led to.
 *
 * @param backend the row
 * @param kernel the release
 * @param mishap what went wrong
 * @param n at which allocation or after which step, from 1
 * @param stage in which call
 * @param where the step: operation and kernel function
 * @param what the allocation that failed; empty for a kill
 * @param answer what the call said; of a kill, whether it ended, was left between two system calls, or never ends
 * @param kept what the failed call itself kept, or the close after it; of a kill nothing
 * @param withChild what is held when the client has gone and its child, if there is one, has not
 * @param left what is held when every process has gone
 * @param leaked what of it nobody documented
 */
record Fate(
        String backend,
        String kernel,
        Mishap mishap,
        long n,
        Stage stage,
        String where,
        String what,
        String answer,
        Map<Resource, Long> kept,
        Map<Resource, Long> withChild,
        Map<Resource, Long> left,
        Map<Resource, Long> leaked) {

    /** The answer of a call that did without what it asked for. */
    static final String ABSORBED = "did without";

    /** The answer where the exit and the device's fault wait for each other, so that what they hold stays. */
    static final String NEVER_ENDS = "never ends";

    Fate {
        kept = Map.copyOf(kept);
        withChild = Map.copyOf(withChild);
        left = Map.copyOf(left);
        leaked = Map.copyOf(leaked);
    }

    @Override
    public String toString() {
        return backend + " on " + kernel + ", " + mishap.text() + " at " + n + " (" + stage.text() + ", " + where
                + (what.isEmpty() ? "" : ", no " + what) + "): " + answer + ", leaked " + leaked;
    }
}
