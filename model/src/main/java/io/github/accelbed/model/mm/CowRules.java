package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/**
 * What an era does about copy-on-write, pins and fork: the rows of the table of eras in the facts on memory management.
 *
 * <p>Five eras; an answer that changed at another release says so itself:
 *
 * <ul>
 *   <li>E1, up to 5.7: mappings and swap entries are counted, references are ignored, pins among them.
 *   <li>E2, 5.8: as E1, but every get_user_pages of a COW mapping breaks COW first (17839856fd58).
 *   <li>E3, 5.9 to 5.18: only a page with a single reference is reused (09854ba94c6a), and fork copies pinned pages for the child
 *       (70e806e4e645).
 *   <li>E4, 5.19 to 6.1: PageAnonExclusive decides (6c287605fd56), and a read-only pin of a shared anonymous page unshares it first.
 *   <li>E5, from 6.2 on: as E4, and a long-term pin also unshares the zero page and page-cache pages of private mappings
 *       (84209e87c696; the release is UNVERIFIED).
 * </ul>
 *
 * <p>Left out, being UNVERIFIED: reuse of large folios by per-mm mapcount (6.15).
 */
public interface CowRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return mainline's
     */
    static CowRules of(KernelVersion version) {
        return new MainlineCowRules(version);
    }

    /**
     * The era's name.
     *
     * @return {@code E1} to {@code E5}
     */
    String era();

    /**
     * What a pin adds to the refcount of an order-0 page: {@code GUP_PIN_COUNTING_BIAS} = 1024 where FOLL_PIN counts (from
     * 5.7; the release is UNVERIFIED), else 1, since a pin was then an ordinary reference.
     *
     * @return 1024 or 1
     */
    int pinBias();

    /**
     * Whether a pin keeps its page from being freed and reused. It does on every kernel; only an ablation says no.
     *
     * @return true
     */
    default boolean pinsHoldPages() {
        return true;
    }

    /**
     * {@code do_wp_page} of a private anonymous page that is not marked exclusive: may the writer keep it?
     *
     * @param memory the frames
     * @param frame the page
     * @param swapCount swap entries that refer to the same page
     * @return true to reuse it, false to copy
     */
    boolean reuses(PhysicalMemory memory, int frame, int swapCount);

    /**
     * The fault that gives a process a page of its own instead of a KSM page ({@code break_ksm}): from 6.2 on (the release is UNVERIFIED) it unshares the page,
     * before it was a write.
     *
     * @return a flag of {@link HandleMmFault}
     */
    int breakKsmFault();

    /**
     * Whether {@code do_wp_page} waits for the page lock, up to 5.8: mappings are counted under it, and a page that is being unmapped
     * has fewer than it will have. Later kernels copy if {@code trylock_page} fails; the other's reference makes them do so here.
     *
     * @return true to wait
     */
    boolean waitsForPageLock();

    /**
     * {@code do_huge_pmd_wp_page}: may the writer keep the whole huge page? Up to 5.17 if nobody else maps it; from 5.18 (3bff7e3f1f16) if nobody
     * else refers to it either.
     *
     * @param memory the frames
     * @param head the huge page
     * @return true to reuse it
     */
    boolean reusesHuge(PhysicalMemory memory, int head);

    /**
     * Whether a write fault on a swapped page keeps it only if nobody else refers to it (c145e0b47c77), unless its entry says that it is exclusive.
     *
     * @return true from 5.18; before, mappings and swap entries alone are counted ({@code reuse_swap_page})
     */
    boolean swapInCountsReferences();

    /**
     * Whether a huge page that cannot be reused is copied as a whole (up to 5.7) instead of being split first (from 5.8; the
     * release is UNVERIFIED).
     *
     * @return true to copy 2 MiB
     */
    boolean copiesHugeAsHuge();

    /**
     * Whether a read fault of untouched anonymous memory maps the zero page, small or huge. Mainline asks {@code mm_forbids_zeropage} (6.10), which only
     * s390's guests answer with yes; kernels built for isolation were seen to do without, and then a reader gets a page of its own.
     *
     * @return false if every fault allocates
     */
    default boolean mapsZeroPage() {
        return true;
    }

    /**
     * Whether a write to the huge zero page maps a huge page ({@code do_huge_zero_wp_pmd}) instead of splitting the mapping first; from
     * 6.13 (the release is UNVERIFIED; 6.18 was seen to do it).
     *
     * @return true to map 2 MiB
     */
    boolean replacesHugeZeroPage();

    /**
     * Whether {@code PageAnonExclusive} is kept, 5.19 on.
     *
     * @return true if exclusive pages are reused without further checks
     */
    boolean tracksAnonExclusive();

    /**
     * {@code page_needs_cow_for_dma}: whether fork must copy this page for the child at once, 5.9 on.
     *
     * @param memory the frames
     * @param frame a page of a COW mapping
     * @param hasPinned whether the mm ever took a pin
     * @return true to copy now and leave the parent's entry writable
     */
    boolean copiesAtFork(PhysicalMemory memory, int frame, boolean hasPinned);

    /**
     * Whether fork copies a pinned huge page of hugetlb memory for the child at once, 5.12 on: 4eae4efa2c29. Before, parent and child share it and the
     * first to write gets a copy, pins or not.
     *
     * @param memory the frames
     * @param head the huge page
     * @param hasPinned whether the mm ever took a pin
     * @return true to copy now
     */
    boolean copiesHugetlbAtFork(PhysicalMemory memory, int head, boolean hasPinned);

    /**
     * Whether fork looks for pins at all, 5.9 on; then a pin may come between its look and its protecting the entry.
     *
     * @return true from 5.9
     */
    boolean testsPinsAtFork();

    /**
     * Whether a FOLL_PIN of {@link GetUserPagesFast} gives up what it took while {@code write_protect_seq} was odd or changed: 57efa1fe5957,
     * 5.11 on, and 5.10.7. In 5.9 and 5.10 a page pinned during a fork may be protected all the same.
     *
     * @return true from 5.11 on, and in a stable tree
     */
    boolean gupFastWatchesFork();

    /**
     * {@code should_force_cow_break}: whether a read-only get_user_pages of a COW mapping is treated as a write, 5.8 only.
     *
     * @return true if every reference breaks COW first
     */
    boolean forcesCowBreak();

    /**
     * {@code gup_must_unshare}, 5.19 on: whether a read-only reference needs a private copy first.
     *
     * @param memory the frames
     * @param frame the page that the entry maps
     * @param gupFlags flags of {@code GetUserPages}
     * @param cowMapping whether the VMA is a COW mapping
     * @return true to unshare first
     */
    boolean mustUnshare(PhysicalMemory memory, int frame, int gupFlags, boolean cowMapping);

    /**
     * Whether reclaim keeps a clean MADV_FREE page that somebody refers to (6c8e2a256915). Without it even a pinned one is dropped, and
     * what a device then writes into it is lost.
     *
     * @return true from 5.18 on, and in stable trees
     */
    boolean lazyFreeLooksAtReferences();

    /**
     * Whether a clean MADV_FREE page that reclaim put back because of a reference may be dropped the next time. From 5.18 to 6.14
     * {@code try_to_unmap_one} makes it swap-backed, as one that is dirty; "mm: Set folio swapbacked iff folios are dirty", posted in February
     * 2025, ended that. 6.14 does not have it; that 6.15 does is UNVERIFIED.
     *
     * @return true from 6.15 on
     */
    boolean referredStaysLazyFree();

    /**
     * Whether reclaim gives no swap to an anonymous page that may be pinned: feb889fb40fa, 5.11.
     *
     * @return true if such a page is left alone before it is unmapped
     */
    boolean reclaimSkipsPinned();

    /**
     * Whether clear_refs leaves a pinned page of a COW mapping writable ({@code pte_is_pinned}): 9348b73c2e1b, 5.11 on.
     *
     * @return false if the next write finds a second reference
     */
    boolean clearRefsSparesPinned();

    /**
     * Whether NUMA balancing takes the rights from a small page of a COW mapping ({@code change_pte_range}): up to 5.16 from one with one mapping, from 5.17 on
     * (80d47f5de5e3, and in stable trees) from one with one reference, from 6.10 on (d2136d749d76; the release from memory, UNVERIFIED) from one with one mapping
     * that is not pinned.
     *
     * @param memory the frames
     * @param frame the page
     * @return true if the next access is to be a fault
     */
    boolean numaHints(PhysicalMemory memory, int frame);

    /**
     * Whether such an entry remembers that it could be written ({@code pte_savedwrite}), up to 6.1. From 6.2 on (6a56ccbcf6c6) the fault finds it out again.
     *
     * @return true up to 6.1
     */
    boolean numaHintKeepsWrite();

    /**
     * Whether {@link GetUserPages} takes the page of such an entry without a fault: up to 6.4 with FOLL_FORCE alone, from 6.5 on all that do not ask for
     * FOLL_HONOR_NUMA_FAULT (d74943a2f3cd), which none here does.
     *
     * @param gupFlags flags of {@link GetUserPages}
     * @return true if it looks at the right to write alone
     */
    boolean gupFollowsNumaHint(int gupFlags);

    /**
     * Whether userfaultfd can protect against writes, 5.7 on; of private anonymous memory alone up to 5.18.
     *
     * @return true from 5.7
     */
    boolean uffdWriteProtects();

    /**
     * Whether it protects shmem and hugetlb, too ({@code PTE_MARKER_UFFD_WP}), 5.19 on.
     *
     * @return true from 5.19
     */
    boolean uffdWriteProtectsShared();

    /**
     * Whether one call reaches over several areas, 6.4 on: a1b92a3f14dc.
     *
     * @return false if it answers ENOENT
     */
    boolean uffdWriteProtectsSeveralAreas();

    /**
     * Whether the end of protection gives the right to write back where no fault has to look ({@code MM_CP_TRY_CHANGE_WRITABLE}), 6.2 on.
     *
     * @return false if the next write is a fault
     */
    boolean uffdUnprotectFindsWrite();

    /**
     * Whether a long-term pin waits for the manager of a protected page ({@code FOLL_UNLOCKABLE}), 6.3 on (not yet in 6.0; the release between is UNVERIFIED).
     * Before, it gets a SIGBUS, which is EFAULT.
     *
     * @return true from 6.3
     */
    boolean longtermPinAwaitsUserfault();

    /**
     * Whether unmapping for swap-out or migration backs off from an exclusive page that may be pinned
     * ({@code page_try_share_anon_rmap}), 5.19 on.
     *
     * @return true if it restores the entry
     */
    boolean unmapBacksOffFromPinned();

    /**
     * Whether a pin of the zero page takes no reference, 6.5 on (UNVERIFIED).
     *
     * @return true if it is free
     */
    boolean zeroPagePinIsFree();

    /**
     * {@code is_migrate_cma_page}, later {@code is_pinnable_page}: whether a long-term pin has the page moved out of its zone first. CMA from 5.1 on
     * (9a4e9f3b2d73), ZONE_MOVABLE from 5.13 on (d1e153fea2a8).
     *
     * @param memory the frames
     * @param frame the page
     * @return true if it must not lie there for long
     */
    boolean movesForLongtermPin(PhysicalMemory memory, int frame);

    /**
     * Whether a long-term pin of a page that cannot be moved out of its zone answers ENOMEM ({@code check_and_migrate_movable_pages}), 5.13 on. Before, it
     * is pinned where it is ({@code migrate_allow = false}).
     *
     * @return true from 5.13
     */
    boolean longtermPinNeedsMove();

    /**
     * Whether {@link GetUserPagesFast} leaves such pages to the slow path: df3a0a21b698, 5.7 on (not in 5.3, in 5.8; the release between is UNVERIFIED). From 5.2 to 5.6 it
     * pins them where they are; in 5.1 no long-term pin took the fast path.
     *
     * @return false from 5.2 to 5.6
     */
    boolean gupFastLooksAtZones();

    /**
     * Whether a long-term writable pin of a shared file mapping is refused, 6.5 on. Shared anonymous memory is not concerned.
     *
     * @return true if it answers EFAULT
     */
    boolean refusesLongtermWriteToFile();

    /**
     * Whether madvise knows MADV_COLLAPSE, 6.1 on: 7d8faaf15545.
     *
     * @return false if it answers EINVAL
     */
    boolean madviseCollapse();

    /**
     * Whether MADV_COLLAPSE of a range without a whole 2 MiB, in an area that could hold one, is done before it begins, 7.2 on (measured on 7.2.13 and 7.3.4, and on 7.1.13 that
     * it is not; by which commit is UNVERIFIED).
     *
     * @return false if it answers EINVAL unless one end of the range is at a border
     */
    boolean collapsesNothing();

    /**
     * What MADV_COLLAPSE answers if somebody else refers to a page, a pin for one: ae63c898f400.
     *
     * @return true for EAGAIN, from 6.2 on and in stable trees; else EINVAL
     */
    boolean collapseMayBeRetried();

    /**
     * Whether khugepaged and MADV_COLLAPSE tell secondary MMUs when they take a page table of shmem out, 6.1 on and in stable trees: f268f6cf875f. What is in the table then
     * is nothing, or entries of the huge page that the object has. The small pages that it takes the place of are unmapped with a notification in every release.
     *
     * @return false if they hear nothing
     */
    boolean retractionNotifies();

    /**
     * Whether khugepaged comes back for a table that it did not get the lock for, and takes it out with the entries of the huge page that were made meanwhile, 5.4
     * to 6.5 (27e1f8273113; 1d65b771bc08 and those after it need no lock, from 6.6 on).
     *
     * @return true if it comes back
     */
    boolean retractionComesBack();

    /**
     * Whether a table is taken out without the mmap_lock of its address space, and of whoever has one, 6.6 on: 1d65b771bc08. Before, who collapses tries to
     * get the lock for writing and leaves the table if it is taken; MADV_COLLAPSE leaves those of other address spaces in any case.
     *
     * @return true from 6.6
     */
    boolean retractsWithoutMmapLock();

    /**
     * Whether 2 MiB of shmem that have a huge page already are mapped by it where small entries do, 6.1 on: 58ac9a8993a1. Before, they are left alone.
     *
     * @return true from 6.1
     */
    boolean collapsesPteMapped();

    /**
     * Whether MADV_COLLAPSE maps a huge page of shmem where the process has no page tables in the whole GiB, 6.18 on: "mm/khugepaged: do not fail
     * collapse_pte_mapped_thp() on SCAN_PMD_NULL", after 6.17; {@code set_huge_pmd} makes them. Measured on 6.12.117, 6.18.15 and 7.3.4.
     *
     * @return false if that is SCAN_PMD_NULL
     */
    boolean collapseMakesTables();

    /**
     * Whether a hole in a huge page of shmem, and an end of the file in it, has the page split, 5.8 on: 71725ed10c40. Before, and where somebody else refers to the page, the part is
     * cleared.
     *
     * @return true from 5.8
     */
    boolean splitsForHole();

    /**
     * Whether pages that other processes map too, and pieces of a huge page, are collapsed, 5.8 on (9445689f3b61, 5503fbf2b0b8). Before, a page
     * that is collapsed has one reference.
     *
     * @return true from 5.8
     */
    boolean collapsesShared();

    /**
     * Whether a read-only entry keeps its page out if the page is in the swap cache and other entries still wait for it (SCAN_SWAP_CACHE_PAGE).
     *
     * @return true up to 5.17
     */
    boolean collapseSparesSwapCache();

    /**
     * Whether 2 MiB without any writable entry are collapsed; 6.18 on. Before, that is SCAN_PAGE_RO.
     *
     * @return true from 6.18
     */
    boolean collapsesReadOnly();
}
