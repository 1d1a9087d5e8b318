package io.github.accelbed.experiments.experiment.exhaustion;

import io.github.accelbed.experiments.experiment.bed.CostLedger;
import java.util.List;
import java.util.Map;

/**
 * A finished run.
 *
 * @param contender whose
 * @param samples at equal distances; the last one after the last event
 * @param setUps of the clients that were served, in that order
 * @param refusals how often an open was refused with which error
 * @param peakEndNs when the last client of the peak arrived
 * @param calmNs when nobody waited any more after that
 * @param leaked instances or queues without a client at the end
 * @param removed instances that the manager removed
 * @param ledger what the time of the set-ups was spent on
 */
record Outcome(
        Contender contender,
        List<Sample> samples,
        List<SetUp> setUps,
        Map<String, Integer> refusals,
        long peakEndNs,
        long calmNs,
        long leaked,
        int removed,
        CostLedger ledger) {

    Outcome {
        samples = List.copyOf(samples);
        setUps = List.copyOf(setUps);
    }

    Sample last() {
        return samples.get(samples.size() - 1);
    }
}
