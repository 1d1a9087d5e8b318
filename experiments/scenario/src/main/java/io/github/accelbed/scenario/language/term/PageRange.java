package io.github.accelbed.scenario.language.term;

/**
 * Neighbouring pages of a buffer. The parser resolves a bare buffer name to all of its pages, so both ends are always
 * known.
 *
 * @param buffer the buffer
 * @param first the first page within the buffer, in pages of 4 KiB, from 0
 * @param last the last page, inclusive
 */
public record PageRange(BufferName buffer, int first, int last) {

    /** Checks that the range has at least one page. */
    public PageRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("pages " + first + " to " + last + " of " + buffer);
        }
    }

    /**
     * How long the range is.
     *
     * @return the number of pages, at least 1
     */
    public int pages() {
        return last - first + 1;
    }

    /**
     * The first page of the range.
     *
     * @return that page
     */
    public PageRef start() {
        return new PageRef(buffer, first);
    }

    /**
     * {@code buf[2]} or {@code buf[2..5]}.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return first == last ? buffer + "[" + first + "]" : buffer + "[" + first + ".." + last + "]";
    }
}
