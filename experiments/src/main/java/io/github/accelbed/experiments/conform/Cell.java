package io.github.accelbed.experiments.conform;

/**
 * A page of a buffer as one process sees it.
 *
 * @param process the process's name
 * @param buffer the buffer's name
 * @param page its index in the buffer
 */
record Cell(String process, String buffer, int page) {
    @Override
    public String toString() {
        return process + " " + buffer + "[" + page + "]";
    }
}
