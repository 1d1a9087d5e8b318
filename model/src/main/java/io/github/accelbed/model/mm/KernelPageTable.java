package io.github.accelbed.model.mm;

/**
 * A last-level page-table page of the kernel's half, which all address spaces share: what a vmalloc area has, and what {@code pmd_free_pte_page} frees
 * when a huge mapping takes its place. The entries in it are for the kernel alone. Left out: all other pages of that half, which stay.
 */
public final class KernelPageTable {
    private final MemoryManager mm;
    private final PageReferences page;
    private boolean linked;

    /**
     * One that is not there yet.
     *
     * @param mm the memory
     */
    public KernelPageTable(MemoryManager mm) {
        this.mm = mm;
        page = new PageReferences(mm, "the kernel", false);
    }

    /**
     * Allocates it and links it into the table above, unless it is there.
     *
     * @return false if there is no page for it
     */
    public boolean populate() {
        if (page.size() == 0) {
            int frame = mm.memory().alloc();
            if (frame == PhysicalMemory.NONE) {
                return false;
            }
            page.take(frame);
            mm.memory().put(frame, 1);
        }
        linked = true;
        return true;
    }

    /** The table above no longer leads to it. */
    public void unlink() {
        linked = false;
    }

    /** Its page goes back to the allocator. */
    public void free() {
        linked = false;
        page.release();
    }

    /**
     * What a walk from the top finds.
     *
     * @return the frame, or {@link PhysicalMemory#NONE}
     */
    public int walk() {
        return linked ? page.frame(0) : PhysicalMemory.NONE;
    }

    /**
     * Whether a frame is it, linked or not.
     *
     * @param frame a frame
     * @return false also if the frame was it once
     */
    public boolean is(int frame) {
        return page.size() > 0 && page.frame(0) == frame;
    }
}
