package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;

/**
 * A row as it is administered, on a kernel that has it.
 *
 * @param row its name in tables and charts, with the kernel if that is not the one of the others
 * @param backend the row
 * @param version the kernel
 * @param care who hands its instances out
 */
record Contender(String row, AccessBackend backend, KernelVersion version, Care care) {
    String name() {
        return row + care.suffix();
    }
}
