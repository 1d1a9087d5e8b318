package io.github.accelbed.drivers.forkcow;

/**
 * What a fork costs with one size of buffer.
 *
 * @param backend the row
 * @param kernel the release
 * @param pages size of the buffer
 * @param forkNs fork
 * @param rewriteNs the parent's write to every page after it
 * @param readNs the device's read of every page after that
 * @param stale reads that touched another page than the parent's
 */
record SizePoint(
        String backend, String kernel, long pages, double forkNs, double rewriteNs, double readNs, long stale) {

    double totalNs() {
        return forkNs + rewriteNs + readNs;
    }
}
