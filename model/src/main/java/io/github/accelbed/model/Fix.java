package io.github.accelbed.model;

import java.util.List;

/**
 * Fixes that stable trees took from later mainline releases, or may have taken, asked as {@link KernelVersion#has}: the overlay that makes a stable release
 * differ from mainline's {@code .0}. A fix that is not named here is in no release before its mainline one.
 *
 * <p>The table in docs/kernels.md says the same.
 */
// A record of numbers and a list that refuses changes; neither has the annotation that the check asks for.
@SuppressWarnings("ImmutableEnumChecker")
@Unwoven
public enum Fix {
    /** PUT_Q of uacce only stops the queue. */
    UACCE_PUT_ONLY_STOPS(
            "26c08dabe547",
            "uacce's PUT_Q only stops the queue (CVE-2026-23063)",
            "6.19",
            first("6.1.162"),
            first("6.6.122"),
            first("6.12.68"),
            first("6.18.8")),
    /** A region of uacce stays where it was mapped. */
    UACCE_REFUSES_MREMAP(
            "02695347be53",
            "mremap of a region of uacce answers EPERM (CVE-2026-23056)",
            "6.19",
            first("6.1.162"),
            first("6.6.122"),
            first("6.12.68"),
            first("6.18.8")),
    /** Nobody calls the driver of a uacce device that has gone. */
    UACCE_HANDLES_REMOVAL(
            "80fc671bcc01",
            "open, mmap, poll and ioctl of uacce look for the device under mutexes that its removal takes",
            "6.0",
            known("5.15.85"),
            first("5.19.4")),
    /** An unmap after exec gives back what it took from the mm that it took it from. */
    VFIO_LOCKED_VM_OVER_EXEC(
            "046eca5018f8",
            "type1 does not take locked_vm below zero at an unmap after exec, and (90fdd158a695) charges the new program for old mappings",
            "6.3",
            first("5.10.173"),
            first("5.15.99"),
            first("6.1.16"),
            first("6.2.3")),
    /** A container with an mdev does not let addresses go. */
    VFIO_EXCLUDES_MDEVS_FROM_VADDR(
            "ef3a3f6a294b",
            "the addresses of a container's mappings cannot be taken away if it has an mdev",
            "6.3",
            first("6.1.16"),
            first("6.2.3")),
    /** Reclaim drops a clean MADV_FREE page only if nobody else refers to it. */
    LAZYFREE_LOOKS_AT_REFERENCES(
            "6c8e2a256915",
            "reclaim keeps a MADV_FREE page that somebody refers to; sent to 4.9.y to 5.17.y, first release known for one",
            "5.18",
            first("5.10.111"),
            known("5.15.85")),
    /** Unmapping the zero page gives its reference back. */
    VFIO_UNPINS_ZERO_PAGE(
            "873aefb376bb",
            "type1 takes no reference of the zero page that an unmap does not give back",
            "6.0",
            first("5.10.146"),
            known("5.15.85"),
            first("5.19.9")),
    /** The portal of a device with the erratum needs CAP_SYS_RAWIO. */
    IDXD_GUARDS_PORTAL(
            "e11452eb071b",
            "mapping the portal of idxd needs CAP_SYS_RAWIO on devices with the erratum (CVE-2024-21823)",
            "6.10",
            first("6.1.91"),
            first("6.8.10")),
    /** SVA is refused on x86, for want of what the next one brings; in mainline both came together. */
    SVA_OFF_ON_X86(
            "72f98ef9a4be",
            "iommu_sva_bind_device answers EOPNOTSUPP on x86 (CVE-2025-71089), unless e37d5a2d60a3 is there too",
            "6.19",
            first("5.15.200"),
            first("6.1.163"),
            first("6.6.120"),
            first("6.12.64"),
            first("6.18.4")),
    /** An IOMMU of x86 is told before a page-table page of the kernel's half is used for something else. */
    SVA_TELLS_OF_KERNEL_TABLES(
            "e37d5a2d60a3",
            "an IOMMU of x86 is told before a page-table page of the kernel is freed (CVE-2025-71202), and SVA is allowed again",
            "6.19",
            first("6.18.7")),
    /** NUMA hinting leaves pages of a COW mapping alone that more than one reference holds. */
    NUMA_HINTING_SKIPS_REFERENCED(
            "80d47f5de5e3",
            "NUMA hinting skips COW pages with more than one reference",
            "5.17",
            first("5.10.102"),
            first("5.15.25"),
            first("5.16.11")),
    /** A fast pin gives up if a fork ran meanwhile. */
    GUP_FAST_WATCHES_FORK(
            "57efa1fe5957", "a fast pin during a fork is given up, by write_protect_seq", "5.11", known("5.10.7")),
    /** Reclaim gives a pinned page no swap. */
    RECLAIM_SKIPS_PINNED("feb889fb40fa", "reclaim puts no pinned page into the swap cache", "5.11", first("5.10.9")),
    /** clear_refs keeps faults away while it protects. */
    CLEAR_REFS_WRITES_MMAP_LOCK(
            "29a951dfb3c3", "clear_refs (soft-dirty) holds mmap_lock for writing", "5.11", first("5.10.9")),
    /** clear_refs does not write-protect pinned pages. */
    CLEAR_REFS_SPARES_PINNED(
            "9348b73c2e1b",
            "clear_refs (soft-dirty) leaves pinned pages writable; wrong in 5.9 and 5.10.0 to 5.10.8",
            "5.11",
            first("5.10.9")),
    /** The end of an mdev's parent and the making or removing of its instances exclude each other. */
    MDEV_UNREGISTRATION_EXCLUDES(
            "5715c4dd66a3",
            "no mdev is created or removed while its parent unregisters; no stable release is known to have it",
            "5.2"),
    /** MADV_COLLAPSE of a page that somebody refers to may be tried again. */
    COLLAPSE_MAY_BE_RETRIED(
            "ae63c898f400",
            "MADV_COLLAPSE of a page that somebody refers to answers EAGAIN, not EINVAL",
            "6.2",
            first("6.1.13")),
    /** Secondary MMUs hear of a page table of shmem that is taken out. */
    RETRACTION_NOTIFIES(
            "f268f6cf875f",
            "secondary MMUs are told when khugepaged takes out a page table of shared memory (CVE-2022-48991)",
            "6.1",
            first("5.4.227"),
            first("5.10.159"),
            first("5.15.83"),
            first("6.0.13")),
    /** No UMR is posted on the revoked key of a deregistered ODP region. */
    MLX5_ODP_DEREG_RACE(
            "abb604a1a9c8",
            "mlx5 posts no UMR on the revoked key of an ODP region (CVE-2025-21732)",
            "6.14",
            first("6.1.191"),
            first("6.12.14"),
            first("6.13.3")),
    /** mlx5 resets its UMR queue when nobody waits for a completion on it. */
    MLX5_UMR_RESET_WAITS(
            "d97505baea64",
            "mlx5 waits for all requests on its UMR queue before it resets it (CVE-2025-21892); other stable trees are UNVERIFIED",
            "6.14",
            known("6.13.7")),
    /** MADV_REMOVE takes a shared area that may become writable. */
    REMOVE_LOOKS_AT_MAYWRITE(
            "e8e17ee90eaf",
            "MADV_REMOVE takes a shared area that was made read-only; other stable trees are UNVERIFIED",
            "6.7",
            known("6.1.176")),
    /** A fault of a device leaves the end of an address space to a worker. */
    ODP_FAULT_PUTS_MM_ASYNC(
            "85eaeb5058f0",
            "a fault of ODP that is the last user of an address space leaves its end to a worker",
            "6.0",
            first("5.10.143"),
            known("5.15.85")),
    /** Registers of an RDMA device that has gone are backed by a page of the context. */
    RDMA_BACKS_ZAPPED_REGISTERS(
            "67f269b37f9b",
            "a touch of registers of an RDMA device that has gone is no SIGBUS",
            "5.1",
            first("5.0.11")),
    /** What a command of uverbs names and does not find is told as it is. */
    UVERBS_TELLS_WHAT_IS_MISSING(
            "81f8f7454ad9",
            "a uverbs command on an object that was destroyed answers ENOENT, not EINVAL; when stable trees got it is not known",
            "6.15",
            known("6.1.176"),
            known("6.12.117")),
    /** A region registered for reading is not re-registered for writing. */
    RDMA_REREG_LOOKS_AT_PINS(
            "badad6fad60d",
            "a region that was pinned for reading is not re-registered for writing (CVE-2026-52908)",
            "7.1",
            first("6.6.143"),
            first("6.12.94"),
            first("6.18.36"),
            first("7.0.13"));

    private final String commit;
    private final String what;
    private final KernelVersion mainline;
    private final List<Backport> backports;

    Fix(String commit, String what, String mainline, Backport... backports) {
        this.commit = commit;
        this.what = what;
        this.mainline = KernelVersion.parse(mainline);
        this.backports = List.of(backports);
    }

    private static Backport first(String release) {
        return new Backport(KernelVersion.parse(release), true);
    }

    private static Backport known(String release) {
        return new Backport(KernelVersion.parse(release), false);
    }

    /**
     * The commit in mainline.
     *
     * @return twelve hexadecimal digits
     */
    public String commit() {
        return commit;
    }

    /**
     * What is so with the fix.
     *
     * @return half a sentence
     */
    public String what() {
        return what;
    }

    /**
     * The first mainline release with the fix.
     *
     * @return the release
     */
    public KernelVersion mainline() {
        return mainline;
    }

    /**
     * The stable trees that have it.
     *
     * @return by branch, oldest first
     */
    public List<Backport> backports() {
        return backports;
    }

    /**
     * A stable tree with a fix.
     *
     * @param from its oldest release that is known to have it
     * @param first whether that is the first one that has it; if not, it was measured or read there and what is before is UNVERIFIED
     */
    public record Backport(KernelVersion from, boolean first) {
        boolean reaches(KernelVersion version) {
            return version.major() == from.major()
                    && version.minor() == from.minor()
                    && version.stable() >= from.stable();
        }

        /**
         * The release, with a mark if the fix may be older there.
         *
         * @return such as {@code 6.1.162}, or {@code 6.12.117 (oldest known; before it UNVERIFIED)}
         */
        @Override
        public String toString() {
            return from + (first ? "" : " (oldest known; before it UNVERIFIED)");
        }
    }
}
