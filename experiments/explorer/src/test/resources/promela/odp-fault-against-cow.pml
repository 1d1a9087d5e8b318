/*
 * races/odp-fault-against-cow, and with -DWITHOUT_SEQUENCE_CHECK races/odp-fault-against-cow-unchecked: the device's first
 * access to a page runs the driver's fault while A breaks copy-on-write. The region is read-only, so that the fault may find
 * the page that A is about to leave.
 *
 * Rests on: odp.md 2.1 (the protocol, its invariants), 2.2 and 2.3 (the two forms of the sequence), 2.5 (what is asked), 4 (RO
 * MR); mm.md 2.1, 3.2, 3.5. On 5.8 the fault's get_user_pages breaks copy-on-write itself, even to read (mm.md 2.3).
 */
#define BACKEND ODP
#define READ_ONLY_REGION
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1, a;

proctype parent() {
    FAULT_LOCALS;
    cpu_write(A, 0, NEW)
}

proctype device() {
    DEVICE_LOCALS;
    device_read(0, r0)
}

init {
    DEVICE_LOCALS;
    boot();
    VMA(A, 0) = true;
    cpu_write(A, 0, OLD); /* after the registration: the mirror is empty */
    fork_page(0);
    atomic { run parent(); run device() };
    _nr_pr == 1;
    device_read(0, r1);
    cpu_read(A, 0, a);
    c_code {
        sprintf(outcome, "r0=%s r1=%s a=%s stale=%d", word[now.r0], word[now.r1], word[now.a], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
