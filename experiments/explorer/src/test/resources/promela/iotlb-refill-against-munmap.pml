/*
 * races/iotlb-refill-against-munmap, and with -DWITHOUT_IOTLB_INVALIDATION races/iotlb-refill-against-munmap-untold: the IOMMU
 * may walk the table, and fill its IOTLB, at any step of munmap, while B, another process, takes a frame for a page of its own.
 *
 * Rests on: mm.md 3.4 (a shared table: hardware may refill at any instant; why start and end are too soon and too late) and 4
 * (munmap's order: clear, flush, free); uacce.md 2.5 and 2.7. The frame freed last is the next one given out, as per-CPU lists do.
 */
#define BACKEND UACCE
#define PAGES 2
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1, r2;

proctype owner() {
    FAULT_LOCALS;
    munmap(0)
}

proctype other() {
    FAULT_LOCALS;
    cpu_write(B, 1, ANOTHERS)
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
    VMA(B, 1) = true;
    cpu_write(A, 0, OLD);
    atomic { run owner(); run other(); run device() };
    _nr_pr == 1;
    device_read(0, r2);
    c_code {
        sprintf(outcome, "r0=%s r1=%s r2=%s stale=%d", word[now.r0], word[now.r1], word[now.r2], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
