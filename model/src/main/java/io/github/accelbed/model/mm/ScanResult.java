package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;

/** {@code enum scan_result} (mm/khugepaged.c): why 2 MiB were or were not collapsed. */
enum ScanResult {
    SUCCEED(Errno.OK, true),
    PMD_MAPPED(Errno.OK, true),
    PMD_NULL(Errno.EINVAL, true),
    PMD_NONE(Errno.EINVAL, false),
    PTE_MAPPED_HUGEPAGE(Errno.EINVAL, false),
    PAGE_NULL(Errno.EINVAL, true),
    PAGE_ANON(Errno.EINVAL, false),
    TRUNCATED(Errno.EINVAL, false),
    VMA_NULL(Errno.EINVAL, false),
    VMA_CHECK(Errno.EINVAL, false),
    ADDRESS_RANGE(Errno.EINVAL, false),
    EXCEED_NONE_PTE(Errno.EBUSY, false),
    EXCEED_SWAP_PTE(Errno.EINVAL, false),
    EXCEED_SHARED_PTE(Errno.EINVAL, false),
    PTE_NON_PRESENT(Errno.EINVAL, true),
    PTE_UFFD_WP(Errno.EINVAL, true),
    PAGE_RO(Errno.EINVAL, true),
    LACK_REFERENCED_PAGE(Errno.EINVAL, true),
    PAGE_COUNT(Errno.EAGAIN, true),
    PAGE_LOCK(Errno.EAGAIN, true),
    PAGE_COMPOUND(Errno.EINVAL, true),
    SWAP_CACHE_PAGE(Errno.EINVAL, false),
    FAIL(Errno.EINVAL, false),
    ALLOC_HUGE_PAGE_FAIL(Errno.ENOMEM, false);

    private final Errno errno;
    private final boolean goesOn;

    ScanResult(Errno errno, boolean goesOn) {
        this.errno = errno;
        this.goesOn = goesOn;
    }

    /** {@code madvise_collapse_errno}, in its newest form; what khugepaged answers nobody is told the same. */
    Errno errno(CowRules rules, boolean khugepaged) {
        boolean never = this == PAGE_COUNT && !khugepaged && !rules.collapseMayBeRetried();
        return never ? Errno.EINVAL : errno;
    }

    /** Whether MADV_COLLAPSE goes on with the next 2 MiB. */
    boolean goesOn() {
        return goesOn;
    }

    boolean collapsed() {
        return errno.ok();
    }
}
