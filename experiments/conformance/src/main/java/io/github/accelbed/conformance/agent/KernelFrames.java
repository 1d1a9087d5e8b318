package io.github.accelbed.conformance.agent;

/** The physical pages behind a buffer in one process, from /proc/PID/pagemap. */
public final class KernelFrames {
    /** No page is present there. */
    public static final long ABSENT = -1;

    /** The shared page of zeros is there. */
    public static final long ZERO_PAGE = 0;

    private final String process;
    private final String buffer;
    private final long[] frames;

    /**
     * What was seen.
     *
     * @param process the process's name
     * @param buffer the buffer's name
     * @param frames a page each: {@link #ABSENT}, {@link #ZERO_PAGE}, or the frame number
     */
    public KernelFrames(String process, String buffer, long... frames) {
        this.process = process;
        this.buffer = buffer;
        this.frames = frames.clone();
    }

    /**
     * Whose memory.
     *
     * @return the process's name
     */
    public String process() {
        return process;
    }

    /**
     * Which part of it.
     *
     * @return the buffer's name
     */
    public String buffer() {
        return buffer;
    }

    /**
     * The frames.
     *
     * @return a copy, a page each: {@link #ABSENT}, {@link #ZERO_PAGE}, or the frame number
     */
    public long[] frames() {
        return frames.clone();
    }
}
