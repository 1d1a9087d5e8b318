package io.github.accelbed.model.mm;

import org.jspecify.annotations.Nullable;

/** {@code struct vm_area_struct}: a range of one address space with its rights and what is behind it. */
public final class Vma {
    /** {@code VM_READ}. */
    public static final int READ = 1;

    /** {@code VM_WRITE}. */
    public static final int WRITE = 1 << 1;

    /** {@code VM_SHARED}. */
    public static final int SHARED = 1 << 2;

    /** {@code VM_DONTCOPY}: not inherited by a fork. */
    public static final int DONTCOPY = 1 << 3;

    /** {@code VM_WIPEONFORK}: a child sees zero pages. */
    public static final int WIPEONFORK = 1 << 4;

    /** {@code VM_IO | VM_PFNMAP}: device memory without struct pages. */
    public static final int PFNMAP = 1 << 5;

    /** {@code VM_HUGEPAGE}: THP is wanted. */
    public static final int HUGEPAGE = 1 << 6;

    /** Its small pages come from ZONE_MOVABLE: none of the kernel's, but where this area's memory happens to lie. */
    public static final int MOVABLE = 1 << 7;

    /** Its small pages come from a CMA area. */
    public static final int CMA = 1 << 8;

    /** {@code VM_HUGETLB}: huge pages of the pool, and nothing smaller. */
    public static final int HUGETLB = 1 << 9;

    /** {@code VM_MERGEABLE}: KSM may merge its pages with others that hold the same. */
    public static final int MERGEABLE = 1 << 10;

    private long start;
    private long end;
    private long pgoff;
    private int flags;
    private boolean anonVma;
    private boolean cloned;
    private final @Nullable FileMapping mapping;
    private final @Nullable VmaFile file;
    private @Nullable HugetlbReservation reservation;
    private boolean unmapped;

    Vma(long start, long end, long pgoff, int flags, @Nullable FileMapping mapping, @Nullable VmaFile file) {
        this.start = start;
        this.end = end;
        this.pgoff = pgoff;
        this.flags = flags;
        this.mapping = mapping;
        this.file = file;
    }

    /**
     * First page.
     *
     * @return virtual page number
     */
    public long start() {
        return start;
    }

    /**
     * One past the last page.
     *
     * @return virtual page number
     */
    public long end() {
        return end;
    }

    /**
     * Whether a flag is set.
     *
     * @param flag one of this class's constants
     * @return true if set
     */
    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * {@code is_cow_mapping}: private and writable in principle, so a read-only private mapping counts.
     *
     * @return true if writes copy
     */
    public boolean isCowMapping() {
        return !is(SHARED) && !is(PFNMAP);
    }

    /**
     * Whether the access is allowed by the area's rights.
     *
     * @param write true for a write
     * @return true if allowed
     */
    public boolean allows(boolean write) {
        return write ? is(WRITE) : is(READ);
    }

    /**
     * The file or shared object behind it.
     *
     * @return the page cache, or null for private anonymous memory
     */
    public @Nullable FileMapping mapping() {
        return mapping;
    }

    /**
     * The open file behind it.
     *
     * @return the file, or null
     */
    public @Nullable VmaFile file() {
        return file;
    }

    /**
     * Whether the area ever held anonymous pages; only then does fork copy its entries.
     *
     * @return true once a private page was written
     */
    public boolean hasAnonVma() {
        return anonVma;
    }

    /** Whether fork gave it its anon_vma, beside the parent's: its anon_vma_chain has two entries then. */
    boolean cloned() {
        return cloned;
    }

    /**
     * {@code vm_pgoff}: where the area begins in what is behind it. Splitting an area moves the upper part's on.
     *
     * @return pages; by address for private anonymous memory
     */
    public long pgoff() {
        return pgoff;
    }

    long index(long vpn) {
        return vpn - start + pgoff;
    }

    /** {@code HPAGE_RESV_OWNER}: what is set aside for a private hugetlb mapping; null for a child's, which has nothing. */
    @Nullable
    HugetlbReservation reservation() {
        return reservation;
    }

    void own(HugetlbReservation claim) {
        reservation = claim;
    }

    /** {@code HPAGE_RESV_UNMAPPED}: its owner took a page away from this child's mapping, so whatever is missing here is a SIGBUS. */
    boolean unmapped() {
        return unmapped;
    }

    void setUnmapped() {
        unmapped = true;
    }

    /** {@code hugetlb_vm_op_split}: whether a border there would cut a huge page of the pool. */
    boolean cutsHugetlb(long vpn) {
        return is(HUGETLB) && vpn > start && vpn < end && vpn % PhysicalMemory.HUGE_PAGES != 0;
    }

    void prepareAnonVma() {
        anonVma = true;
    }

    void set(int flag, boolean value) {
        flags = value ? flags | flag : flags & ~flag;
    }

    /** Whether a huge page may be put around this page: the 2 MiB lie within the area. */
    boolean hugeEligible(long vpn) {
        long from = vpn & -PhysicalMemory.HUGE_PAGES;
        return is(HUGEPAGE)
                && !is(HUGETLB)
                && mapping == null
                && from >= start
                && from + PhysicalMemory.HUGE_PAGES <= end;
    }

    Vma copyForChild() {
        Vma child = new Vma(start, end, pgoff, flags, mapping, file);
        child.anonVma = anonVma && !is(WIPEONFORK);
        child.cloned = child.anonVma;
        return child;
    }

    /** Cuts this area at a page; this one keeps the lower part. */
    Vma splitAt(long vpn) {
        Vma upper = new Vma(vpn, end, index(vpn), flags, mapping, file);
        upper.anonVma = anonVma;
        upper.cloned = cloned;
        upper.reservation = reservation;
        upper.unmapped = unmapped;
        end = vpn;
        return upper;
    }

    boolean mergeable(Vma upper) {
        return end == upper.start
                && flags == upper.flags
                && mapping == upper.mapping
                && pgoff + (end - start) == upper.pgoff
                && file == null
                && upper.file == null
                && !is(HUGETLB);
    }

    void merge(Vma upper) {
        end = upper.end;
        anonVma |= upper.anonVma;
        cloned |= upper.cloned;
    }

    /** {@code copy_vma}: what mremap puts at the new place while it moves entries, so that the page can be found in both. */
    Vma copyAt(long newStart) {
        Vma copy = new Vma(newStart, newStart + (end - start), pgoff, flags, mapping, file);
        copy.anonVma = anonVma;
        copy.cloned = cloned;
        return copy;
    }

    void move(long newStart) {
        end = newStart + (end - start);
        start = newStart;
    }
}
