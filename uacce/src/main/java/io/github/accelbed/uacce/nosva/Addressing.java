package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;

/** Under which addresses a device finds the kernel's memory, and what follows from that. */
interface Addressing {
    /** Whether a device may be opened; its node is held open by the caller already. */
    Errno mayOpen(DmaSpace space);

    /** Whether memory may stand at such addresses of a process. */
    Errno mayMap(DmaSpace space, long start, long pages);

    /** Whether the library has to ask for the device's address of new memory, which is a call more. */
    boolean asksForAddress();

    /** The first page of that memory in the device's address space. */
    long deviceAddress(DmaSpace space, long start, long pages);
}
