package io.github.accelbed.model.fault;

/** What a kernel asks for and may not get; each is a place where {@link FailNth} is consulted. */
public enum Allocation {
    /** {@code alloc_page}: a frame, for a fault, a copy or a page cache. */
    PAGE("page"),
    /** {@code alloc_hugepage}: a compound page; without it the fault falls back to small pages. */
    HUGE_PAGE("huge page"),
    /** {@code kmalloc}, {@code kmem_cache_alloc}: an object of the kernel's or the driver's own. */
    SLAB("kernel object"),
    /** A hardware queue of the driver. */
    QUEUE("hardware queue"),
    /** {@code iommu_alloc_global_pasid}. */
    PASID("PASID"),
    /** {@code get_unused_fd_flags}: a descriptor below RLIMIT_NOFILE. */
    DESCRIPTOR("descriptor"),
    /** {@code alloc_empty_file}: a struct file. */
    FILE("struct file"),
    /** {@code iommu_domain_alloc}: an address space of the IOMMU. */
    DOMAIN("IOMMU domain"),
    /** A page for a table of the IOMMU, in {@code iommu_map}. */
    IOMMU_TABLE("IOMMU table page"),
    /** {@code mmu_notifier_register}: the first subscription of an mm allocates its list. */
    NOTIFIER("notifier registration");

    private final String text;

    Allocation(String text) {
        this.text = text;
    }

    /**
     * Its name for readers.
     *
     * @return lower case, such as {@code page}
     */
    public String text() {
        return text;
    }
}
