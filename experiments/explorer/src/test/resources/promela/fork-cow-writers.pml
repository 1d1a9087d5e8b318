/*
 * races/fork-cow-writers: A has forked; A, the child and the device work at the same time, the device reading.
 *
 * Rests on the same sections as fork-cow-read.pml, above all mm.md 2.1 to 2.3: on 4.20 and 5.8 VFIO's page goes to whom the
 * decision "copy or reuse" leaves it, and to nobody if both decided to copy before either had.
 */
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1, b;

proctype parent() {
    FAULT_LOCALS;
    cpu_write(A, 0, NEW)
}

proctype child() {
    FAULT_LOCALS;
    cpu_write(B, 0, CHILD)
}

proctype device() {
    DEVICE_LOCALS;
    device_read(0, r0)
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
    fork_page(0);
    atomic { run parent(); run child(); run device() };
    _nr_pr == 1;
    cpu_read(B, 0, b);
    device_read(0, r1);
    c_code {
        sprintf(outcome, "r0=%s b=%s r1=%s stale=%d", word[now.r0], word[now.b], word[now.r1], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
