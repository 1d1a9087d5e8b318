package io.github.accelbed.drivers.exposure;

/**
 * What the device can read of one area at one moment.
 *
 * @param reachable pages that it reads without a fault
 * @param mappable pages that it reads with one
 * @param stale of both, those that are not the page that the process has there, if it has any
 * @param foreign of both, those that another process has written
 */
record Exposed(long reachable, long mappable, long stale, long foreign) {

    long readable() {
        return reachable + mappable;
    }

    Exposed plus(Exposed other) {
        return new Exposed(
                reachable + other.reachable, mappable + other.mappable, stale + other.stale, foreign + other.foreign);
    }
}
