package io.github.accelbed.drivers.shared;

import java.util.List;

/**
 * What one process got.
 *
 * @param answer to its first open, OK if it has a way into the device
 * @param greedy whether it always had one more job
 * @param wanted jobs that came
 * @param done jobs that were done in time
 * @param retries repeated submissions
 * @param waitsNs of each job, if it has a way into the device: from its coming until an engine took it, or until the end
 */
record ProcessResult(String answer, boolean greedy, long wanted, long done, long retries, List<Double> waitsNs) {
    static final String SERVED = "OK";

    ProcessResult {
        waitsNs = List.copyOf(waitsNs);
    }

    boolean served() {
        return answer.equals(SERVED);
    }
}
