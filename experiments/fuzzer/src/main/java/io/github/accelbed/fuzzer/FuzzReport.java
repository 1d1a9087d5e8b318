package io.github.accelbed.fuzzer;

import java.util.List;

/**
 * What a run of the fuzzer came to; the same for the same seed and numbers on any machine.
 *
 * @param counts what the programs were made of
 * @param found the mistakes, in the order of the programs
 */
public record FuzzReport(Counts counts, List<Found> found) {

    /** Copies the list. */
    public FuzzReport {
        found = List.copyOf(found);
    }
}
