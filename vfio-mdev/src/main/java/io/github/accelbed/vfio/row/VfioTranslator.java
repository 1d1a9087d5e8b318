package io.github.accelbed.vfio.row;

import io.github.accelbed.model.device.AddressTranslator;

/** How the addresses of a queue that VFIO handed out become frames, and what its counters say of that. */
interface VfioTranslator extends AddressTranslator {
    /** Invalidations of its address space so far. */
    long invalidations();

    /** Pages that it translates now. */
    long reachable();

    /** Pages that it would translate after a driver's or a fault's help. */
    default long mappable() {
        return 0;
    }

    /** Translations that it finds in a table beside the process's own. */
    default long tables() {
        return reachable();
    }
}
