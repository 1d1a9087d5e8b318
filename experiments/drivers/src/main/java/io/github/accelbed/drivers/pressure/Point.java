package io.github.accelbed.drivers.pressure;

/**
 * The machine after one more client came.
 *
 * @param backend the row
 * @param kernel the release
 * @param way how the clients come
 * @param clients how many have come
 * @param answer what the last one got
 * @param served those that got what they wanted, so far
 * @param pins page references held for DMA
 * @param pinned different pages that are pinned
 * @param before pages that were charged before any client came: a guest's memory, to its hypervisor
 * @param charged pages charged since then to the address spaces' locked_vm and pinned_vm
 */
record Point(
        String backend,
        String kernel,
        Way way,
        int clients,
        String answer,
        int served,
        long pins,
        long pinned,
        long before,
        long charged) {

    boolean refused() {
        return served < clients;
    }
}
