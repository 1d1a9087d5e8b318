package io.github.accelbed.model.mm;

/** {@code enum mmu_notifier_event}, since 5.2 (UNVERIFIED); kept on all kernels for the reader, older ones pass a range only. */
public enum NotifierEvent {
    /** Pages go away for good: munmap, mremap's old range. */
    UNMAP,
    /** Entries are cleared: COW break, MADV_DONTNEED, reclaim, migration, THP split. */
    CLEAR,
    /** mprotect and NUMA hinting. */
    PROTECTION_VMA,
    /** Write protection at fork. */
    PROTECTION_PAGE,
    /** clear_refs looks for writes from now on. */
    SOFT_DIRTY,
    /** The address space dies. */
    RELEASE
}
