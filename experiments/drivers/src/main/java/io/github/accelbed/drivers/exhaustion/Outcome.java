package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.bed.CostLedger;
import java.util.List;
import java.util.Map;

/**
 * A finished run.
 *
 * @param contender whose
 * @param samples at equal distances; the last one after the last event
 * @param setUps of the clients that were served, in that order
 * @param refusals how often a try was refused and with what: an open's error, a manager's, or a full work queue
 * @param vain nodes or queues that clients tried without success, those inside successful opens included
 * @param peakEndNs when the last client of the peak arrived
 * @param calmNs when nobody waited any more after that
 * @param leaked instances or queues without a client at the end
 * @param manager what its manager met
 * @param ledger what the time of the set-ups was spent on
 */
record Outcome(
        Contender contender,
        List<Sample> samples,
        List<SetUp> setUps,
        Map<String, Integer> refusals,
        long vain,
        long peakEndNs,
        long calmNs,
        long leaked,
        ManagerCount manager,
        CostLedger ledger) {
    /** What a client is told whose descriptor finds no room in a shared work queue. */
    static final String FULL = "a full work queue";

    Outcome {
        samples = List.copyOf(samples);
        setUps = List.copyOf(setUps);
    }

    Sample last() {
        return samples.get(samples.size() - 1);
    }

    /** Whether the device never served two clients at once, however many queues were free. */
    boolean oneAtATime() {
        return samples.stream().allMatch(sample -> sample.holding() <= 1);
    }

    int refusedTries() {
        return refusals.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Tries in vain for each client that was served. */
    double vainPerSuccess() {
        return setUps.isEmpty() ? vain : vain / (double) setUps.size();
    }
}
