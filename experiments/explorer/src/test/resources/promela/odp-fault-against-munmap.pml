/*
 * races/odp-fault-against-munmap, and with -DWITHOUT_SEQUENCE_CHECK races/odp-fault-against-munmap-unchecked: the device's first
 * access to a page runs the driver's fault while A unmaps it; afterwards A uses the frame for something else.
 *
 * Rests on: odp.md 2.1 to 2.3, 2.6 (no VMA is EFAULT); mm.md 3.5 and 4 (munmap's order). The next allocation gets the
 * frame that was freed last, as from a per-CPU list.
 */
#define BACKEND ODP
#define PAGES 2
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1;

proctype owner() {
    FAULT_LOCALS;
    munmap(0)
}

proctype device() {
    DEVICE_LOCALS;
    device_read(0, r0)
}

init {
    DEVICE_LOCALS;
    boot();
    VMA(A, 0) = true;
    VMA(A, 1) = true;
    cpu_write(A, 0, OLD); /* after the registration: the mirror is empty */
    atomic { run owner(); run device() };
    _nr_pr == 1;
    cpu_write(A, 1, ANOTHERS);
    device_read(0, r1);
    c_code {
        sprintf(outcome, "r0=%s r1=%s stale=%d", word[now.r0], word[now.r1], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
