package io.github.accelbed.model.mm;

/**
 * The bits of a page-table entry, in the CPU's tables and in an IOMMU's alike. An entry is a {@code long}: flags below, the
 * frame (or the swap slot of a non-present entry) from bit 12 on. 0 is {@code pte_none}.
 */
public final class Pte {
    /** Maps a frame. */
    public static final long PRESENT = 1;

    /** May be written through. */
    public static final long WRITE = 1 << 1;

    /** Was written through. */
    public static final long DIRTY = 1 << 2;

    /** Was used. */
    public static final long ACCESSED = 1 << 3;

    /** Maps no counted frame: the zero page or device memory ({@code pte_special}). */
    public static final long SPECIAL = 1 << 4;

    /** Not present: the page is in swap. */
    public static final long SWAP = 1 << 5;

    /** Not present: the page is being moved. */
    public static final long MIGRATION = 1 << 6;

    /** A PMD that maps a huge page. */
    public static final long HUGE = 1 << 7;

    /** Present but without rights ({@code PROT_NONE}): the CPU faults, the frame stays mapped. */
    public static final long PROT_NONE = 1 << 8;

    /** On a swap or migration entry: the page was exclusive. */
    public static final long EXCLUSIVE = 1 << 9;

    /** Above the leaves: leads to the next table. */
    public static final long TABLE = 1 << 10;

    /** {@code pte_uffd_wp}: userfaultfd is asked before a write; never together with {@link #WRITE}. On a swap or migration entry, too. */
    public static final long UFFD_WP = 1 << 11;

    private static final int SHIFT = 12;

    private Pte() {}

    /**
     * An entry.
     *
     * @param frame the frame or swap slot, 0 or more
     * @param flags some of this class's bits
     * @return the entry
     */
    public static long of(int frame, long flags) {
        return ((long) frame << SHIFT) | flags;
    }

    /**
     * The frame, or the swap slot of a non-present entry.
     *
     * @param pte an entry
     * @return its frame
     */
    public static int frame(long pte) {
        return (int) (pte >>> SHIFT);
    }

    /**
     * Whether it maps a frame, {@code PROT_NONE} ones included.
     *
     * @param pte an entry
     * @return true if present
     */
    public static boolean present(long pte) {
        return (pte & PRESENT) != 0;
    }

    /**
     * Whether hardware may read through it.
     *
     * @param pte an entry
     * @return true if present and not {@code PROT_NONE}
     */
    public static boolean readable(long pte) {
        return (pte & (PRESENT | PROT_NONE)) == PRESENT;
    }

    /**
     * Whether hardware may write through it.
     *
     * @param pte an entry
     * @return true if readable and writable
     */
    public static boolean writable(long pte) {
        return (pte & (PRESENT | WRITE | PROT_NONE)) == (PRESENT | WRITE);
    }

    /**
     * Whether it grants an access.
     *
     * @param pte an entry
     * @param write true for a write
     * @return true if granted
     */
    public static boolean grants(long pte, boolean write) {
        long needed = write ? PRESENT | WRITE : PRESENT;
        return (pte & (needed | PROT_NONE)) == needed;
    }
}
