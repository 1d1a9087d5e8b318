package io.github.accelbed.scenario.language.term;

/**
 * One page of a buffer, what a read or a write touches. The buffer's name stands for the same virtual address in every
 * process.
 *
 * @param buffer the buffer
 * @param page the page within the buffer, in pages of 4 KiB, from 0
 */
public record PageRef(BufferName buffer, int page) {

    /** Checks that the page is not negative. */
    public PageRef {
        if (page < 0) {
            throw new IllegalArgumentException("page " + page + " of " + buffer);
        }
    }

    /**
     * {@code buf[2]}.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return buffer + "[" + page + "]";
    }
}
