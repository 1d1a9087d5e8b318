package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;

/** In which order an era notifies secondary MMUs around a change of page-table entries. */
public interface NotifierRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return its rules
     */
    static NotifierRules of(KernelVersion version) {
        return new MainlineNotifierRules(version);
    }

    /**
     * Whether mirror tables (RDMA ODP) hear of changes; only an ablation says no.
     *
     * @return true on every kernel
     */
    boolean notifiesMirrors();

    /**
     * Whether the IOMMU's TLBs hear of changes; only an ablation says no.
     *
     * @return true on every kernel
     */
    boolean invalidatesSecondaryTlbs();

    /**
     * Whether the kernel handles the faults of devices that walk a process's table, the other half of what keeps them right
     * ({@code iommu_sva_handle_mm}, and its like of CAPI); only an ablation says no.
     *
     * @return true
     */
    default boolean answersIoPageFaults() {
        return true;
    }

    /**
     * Whether {@code invalidate_range_end} itself calls {@code invalidate_range} (up to 6.5); from 6.6 on the architecture's
     * TLB flush calls {@code arch_invalidate_secondary_tlbs}.
     *
     * @return true up to 6.5
     */
    boolean rangeEndInvalidatesSecondaryTlbs();

    /**
     * Whether an SMMU hears of an entry that a fault makes writable where it is: {@code wp_page_reuse}, whoever wrote. arm64's {@code ptep_set_access_flags}
     * flushes the page. Up to 5.11 SVA needs an SMMU that hears the CPU's broadcasts (BTM); from 5.12 on it does not (51d113c3be09), and nobody tells it;
     * from 6.6 on the flush calls the notifiers (6bbd42e2df8f), also where it is a local one (6.19, cb1fa2e99955).
     *
     * @return false from 5.12 to 6.5
     */
    boolean tellsOfGrantedWrite();

    /**
     * Whether an SMMU with BTM hears the same: as long as arm64's {@code ptep_set_access_flags} flushes the page from all CPUs' TLBs; from 6.19 on
     * (cb1fa2e99955) it flushes the local one.
     *
     * @return true up to 6.18
     */
    boolean broadcastsGrantedWrite();

    /**
     * Whether madvise knows MADV_POPULATE_READ and MADV_POPULATE_WRITE, 5.14 on (UNVERIFIED).
     *
     * @return true from 5.14
     */
    boolean madvisePopulate();

    /**
     * Whether mremap moves hugetlb memory, 5.16 on: 550a7d60bd5e.
     *
     * @return false if it answers EINVAL
     */
    boolean mremapMovesHugetlb();

    /**
     * Whether MADV_DONTNEED drops hugetlb memory, 5.18 on: 90e7e7f5ef3f.
     *
     * @return false if it answers EINVAL
     */
    boolean dropsHugetlb();

    /**
     * Whether it leaves alone a huge page of which only a part is to go, 6.1 on: 8ebe0a5eaaeb. Before, all of it goes.
     *
     * @return true from 6.1
     */
    boolean dropsWholeHugetlbOnly();

    /**
     * Whether a private huge page of the pool that its owner drops is set aside for that owner again, once nobody has it, 6.9 on: df7a6d1f6405. Before, the next
     * touch takes what nobody has a claim on, or is a SIGBUS.
     *
     * @return true from 6.9
     */
    boolean droppedHugetlbIsSetAside();

    /**
     * Whether that is so of a page only that nobody else maps (measured on 7.2.13 and 7.3.4, and on 7.0.13 that it is not; by which commit is UNVERIFIED). The
     * stable 6.12.117 has it, and 6.12.95 has not; which other stable trees do is UNVERIFIED, and so they are mainline's here.
     *
     * @return true from 7.2
     */
    boolean setsAsideUnmappedHugetlbOnly();

    /**
     * Whether a hole writes zeros to the parts of huge pages at its borders, 6.0 on ({@code hugetlbfs_zero_partial_page}; the release is UNVERIFIED,
     * measured on 6.18). Before, they stay.
     *
     * @return true from 6.0
     */
    boolean zeroesPartsOfHugetlb();

    /**
     * Whether MADV_REMOVE takes a shared area that is not writable now but may become so (VM_MAYWRITE), 6.7 on and in stable trees: e8e17ee90eaf.
     *
     * @return false if it answers EACCES
     */
    boolean removesThroughReadOnlyArea();

    /**
     * Whether MADV_DOFORK refuses an area of hugetlb, 7.0 on (measured on 7.0.13 to 7.3.4, and on 6.19.14 that it does not; by which commit is
     * UNVERIFIED).
     *
     * @return true if it answers EINVAL
     */
    boolean doforkRefusesHugetlb();

    /**
     * Whether clear_refs takes mmap_lock for writing, 5.11 on: 29a951dfb3c3.
     *
     * @return false if for reading
     */
    boolean clearRefsWritesMmapLock();

    /**
     * Whether one mremap moves several areas and leaves holes where they are, 6.17 on (measured on 6.18; the release is UNVERIFIED).
     *
     * @return true if only a hole at the start is an error
     */
    boolean mremapMovesSeveralAreas();

    /**
     * Whether an area that is changed and has an anon_vma becomes one with a neighbour that has none, 6.17 on (879bca0a2c4f; that it
     * is no earlier was measured on 6.16.12, that it is no later is UNVERIFIED). Before, the neighbour had to have exactly one anon_vma_chain
     * ({@code is_mergeable_anon_vma}; measured on 5.10, 6.1 and 6.12, too).
     *
     * @return true if it does not matter which of both has it
     */
    boolean mergesWithAreaWithoutAnonVma();

    /**
     * The steps of a COW break.
     *
     * @return the era's order
     */
    Program<WpPageCopy> wpPageCopy();

    /**
     * The steps of unmapping a range.
     *
     * @return the era's order
     */
    Program<UnmapRange> unmapRange();

    /**
     * The steps of MADV_DONTNEED, which leaves the area where it is: the same order, at a price of its own.
     *
     * @return the era's order
     */
    Program<UnmapRange> zapPageRange();
}
