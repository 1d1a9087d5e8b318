/*
 * races/permission-against-fault, and with -DWALKS_AGAIN races/permission-against-fault-walking: the device has read a page that A
 * shares with B, so that its IOTLB has an entry without the right to write. B unmaps it, A writes it, the device writes it.
 *
 * Rests on: mm.md 2.1 (reuse or copy), 3.1 (a reuse is no invalidation) and the corrections of November 2026, "SMMUv3 keeps
 * permissions": what an SMMU is told of a reuse, by release, and that VT-d walks again. uacce.md 2.5 and 2.7.
 */
#define BACKEND UACCE
#define KEEPS_PERMISSIONS
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1;

proctype other() {
    FAULT_LOCALS;
    unmap(B, 0);
    done++
}

proctype owner() {
    FAULT_LOCALS;
    cpu_write(A, 0, NEW);
    done++
}

proctype device() {
    DEVICE_LOCALS;
    device_write(0, DATA, r0)
}

init {
    DEVICE_LOCALS;
    boot();
    VMA(A, 0) = true;
    cpu_write(A, 0, OLD);
    fork_page(0);
    device_read(0, r0);
    atomic { run other(); run owner(); run device() };
    _nr_pr == 1;
    cpu_read(A, 0, r1);
    c_code {
        sprintf(outcome, "r0=%s r1=%s stale=%d", word[now.r0], word[now.r1], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
