package io.github.accelbed.model;

/**
 * The mainline releases that would have given every answer that a watched {@link KernelVersion} gave. As rules depend on the release by
 * nothing but such answers, all of these releases make the run that was watched. What was noted in one order of steps counts for all: no step
 * back takes it back.
 */
@Unwoven(trusted = true)
public final class SameAnswers {
    private int from = Integer.MIN_VALUE;
    private int before = Integer.MAX_VALUE;

    void note(int release, boolean since) {
        if (since) {
            from = Math.max(from, release);
        } else {
            before = Math.min(before, release);
        }
    }

    /**
     * Whether a release would have answered alike.
     *
     * @param version a release
     * @return false for a stable one, which has fixes of its own
     */
    public boolean include(KernelVersion version) {
        return version.stable() == 0 && version.release() >= from && version.release() < before;
    }
}
