package io.github.accelbed.drivers.exhaustion;

/**
 * What happened around a manager.
 *
 * @param crashes between the creation of an mdev and its hand-over
 * @param orphaned mdevs that nobody had been given when their manager died
 * @param turnedAway requests that met no living manager
 * @param unattributed mdevs that a new manager found busy without learning whose they are, summed over all crashes
 * @param probes nodes that managers opened to find out whether they are free
 * @param removed mdevs that managers gave back
 */
record ManagerCount(int crashes, int orphaned, int turnedAway, int unattributed, long probes, int removed) {
    static final ManagerCount NONE = new ManagerCount(0, 0, 0, 0, 0, 0);
}
