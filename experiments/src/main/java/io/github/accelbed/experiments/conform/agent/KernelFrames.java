package io.github.accelbed.experiments.conform.agent;

import java.util.List;

/**
 * The physical pages behind a buffer in one process, from /proc/PID/pagemap.
 *
 * @param process the process's name
 * @param buffer the buffer's name
 * @param frames a page each: {@link #ABSENT}, {@link #ZERO_PAGE}, or the frame number
 */
public record KernelFrames(String process, String buffer, List<Long> frames) {
    /** No page is present there. */
    public static final long ABSENT = -1;

    /** The shared page of zeros is there. */
    public static final long ZERO_PAGE = 0;

    /** Copies the list. */
    public KernelFrames {
        frames = List.copyOf(frames);
    }
}
