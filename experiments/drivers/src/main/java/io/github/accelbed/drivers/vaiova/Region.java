package io.github.accelbed.drivers.vaiova;

/**
 * One area of a process.
 *
 * @param name such as {@code heap}
 * @param start first page
 * @param pages how many
 * @param writable whether the process may write it
 */
record Region(String name, long start, long pages, boolean writable) {
    long end() {
        return start + pages;
    }
}
