/*
 * races/fork-cow-read: A forks, then A and the child write, while the device reads the page twice.
 *
 * Rests on: mm.md 1.1 to 1.4 (fork and its notifier), 2.1 to 2.3 (reuse or copy by era; who keeps the page), 3.2 (order of a
 * copy-on-write break), 3.4 and 3.5 (the two families of notifiers); uacce.md 2.5, 2.7; vfio.md 2.2, 2.4; odp.md 2.1 to 2.6, 4.
 * Left out beside what linux-mm.pml leaves out: the other VMAs of A, whose entries nobody here looks at.
 */
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1, r2, b;

proctype parent_and_child() {
    FAULT_LOCALS;
    fork_page(0);
    cpu_write(A, 0, NEW);
    cpu_write(B, 0, CHILD)
}

proctype device() {
    DEVICE_LOCALS;
    device_read(0, r0);
    device_read(0, r1)
}

init {
    DEVICE_LOCALS;
    boot();
    VMA(A, 0) = true;
    cpu_write(A, 0, OLD);
#if BACKEND == VFIO
    iova[0] = PTE(A, 0);
    pins[PTE(A, 0)]++;
#elif BACKEND == ODP
    mirror[0] = PTE(A, 0); /* pages that are there at registration are entered (odp.md 1.3) */
#endif
    atomic { run parent_and_child(); run device() };
    _nr_pr == 1;
    cpu_read(B, 0, b);
    device_read(0, r2);
    c_code {
        sprintf(outcome, "r0=%s r1=%s b=%s r2=%s stale=%d", word[now.r0], word[now.r1], word[now.b], word[now.r2],
            now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
