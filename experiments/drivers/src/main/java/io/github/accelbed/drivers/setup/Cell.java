package io.github.accelbed.drivers.setup;

import io.github.accelbed.drivers.bed.CostLedger;
import java.util.EnumMap;
import java.util.Map;

/**
 * The jobs of one process on one row and kernel.
 *
 * @param backend the row
 * @param kernel the release
 * @param jobs what each took
 * @param ledger what the time was spent on
 */
record Cell(String backend, String kernel, Map<Job, Effort> jobs, CostLedger ledger) {

    Cell {
        jobs = new EnumMap<>(jobs);
    }

    Effort of(Job job) {
        Effort effort = jobs.get(job);
        if (effort == null) {
            throw new IllegalArgumentException(job.text());
        }
        return effort;
    }
}
