package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * Kernels between two ends, both inclusive: {@code 5.9}, {@code 5.9..}, {@code ..5.8}, {@code 5.9..5.18}.
 *
 * @param first the oldest kernel, or null if there is no oldest
 * @param last the newest kernel, or null if there is no newest
 */
public record VersionRange(
        @Nullable KernelVersion first, @Nullable KernelVersion last) {

    /** Checks that the range has an end and is not empty. */
    public VersionRange {
        if (first == null && last == null) {
            throw new IllegalArgumentException("a range of kernels has at least one end");
        }
        if (first != null && last != null && first.compareTo(last) > 0) {
            throw new IllegalArgumentException("no kernel is in " + first + ".." + last);
        }
    }

    /**
     * Whether a kernel is in the range.
     *
     * @param kernel any kernel
     * @return true between the ends and at them
     */
    public boolean contains(KernelVersion kernel) {
        return (first == null || kernel.compareTo(first) >= 0) && (last == null || kernel.compareTo(last) <= 0);
    }

    /**
     * The shortest form.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        if (first != null && first.equals(last)) {
            return first.toString();
        }
        return (first == null ? "" : first) + ".." + (last == null ? "" : last);
    }
}
