package io.github.accelbed.conformance;

import java.util.Comparator;

/**
 * A buffer as one process sees it.
 *
 * @param process the process's name
 * @param buffer the buffer's name
 */
record Region(String process, String buffer) implements Comparable<Region> {
    private static final Comparator<Region> ORDER =
            Comparator.comparing(Region::process).thenComparing(Region::buffer);

    @Override
    public int compareTo(Region other) {
        return ORDER.compare(this, other);
    }

    String page(int page) {
        return process + " " + buffer + "[" + page + "]";
    }
}
