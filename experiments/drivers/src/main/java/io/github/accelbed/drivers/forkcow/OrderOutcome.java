package io.github.accelbed.drivers.forkcow;

/**
 * Who saw what in one order on one row and kernel.
 *
 * @param backend the row
 * @param kernel the release
 * @param order the order
 * @param deviceSaw whose data a reading device read; empty for a writing one
 * @param parentSees whether the parent sees a writing device's write; empty for a reading one
 * @param childSees whether the child sees it; empty for a reading one
 * @param agree whether device and parent mean the same memory
 * @param stale accesses of the device that touched another page than the parent's
 * @param faults of the device
 */
record OrderOutcome(
        String backend,
        String kernel,
        Order order,
        String deviceSaw,
        String parentSees,
        String childSees,
        boolean agree,
        long stale,
        long faults) {

    /** The device wrote into the memory of a process that it does not serve. */
    boolean leaks() {
        return childSees.equals(OrderRun.YES);
    }
}
