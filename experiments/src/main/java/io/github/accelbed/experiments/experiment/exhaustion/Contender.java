package io.github.accelbed.experiments.experiment.exhaustion;

import io.github.accelbed.model.access.AccessBackend;

/**
 * A row as it is administered.
 *
 * @param name in tables and charts
 * @param backend the row
 * @param managerNs how often a manager removes idle mdevs; 0 for never
 */
record Contender(String name, AccessBackend backend, long managerNs) {}
