package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.MmStruct;

/** Under which addresses a device finds the kernel's memory, and what follows from that. */
interface Addressing {
    /** Whether a process may open a device that others have open. */
    Errno mayOpen(DmaSpace space, MmStruct mm);

    /** Whether memory may stand at such addresses of a process. */
    Errno mayMap(DmaSpace space, long start, long pages);

    /** Whether the library has to ask for the device's address of new memory, which is a call more. */
    boolean asksForAddress();

    /** The first page of that memory in the device's address space. */
    long deviceAddress(DmaSpace space, long start, long pages);
}
