package io.github.accelbed.vfio;

import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct vfio_dma} (drivers/vfio/vfio_iommu_type1.c): one MAP_DMA. It grows while it is made and shrinks from its front while
 * it is undone, so at each moment it says exactly what is pinned and in the IOMMU's table.
 *
 * <p>The pins are kept in chunks of 512 pages, the most that one IOTLB sync covers. The kernel reads the frames back from the IOMMU's
 * table instead of keeping them.
 */
public final class DmaMapping {
    /** {@code VFIO_IOMMU_TLB_SYNC_MAX}, and the page pointers that fit a page. */
    static final int CHUNK_PAGES = 512;

    private final VfioDriver driver;
    private final long start;
    private final boolean write;
    private long vaddr;
    private boolean vaddrValid = true;
    private Task task;
    private MmStruct mm;
    private final List<PageReferences> chunks = new ArrayList<>();
    private final PinnedPfns external = new PinnedPfns();
    private long mappedPages;
    private long unmappedPages;
    private int firstChunk;
    private long chargedPages;

    /**
     * An empty mapping of the caller's memory.
     *
     * @param driver VFIO
     * @param start first page, as IOVA
     * @param vaddr first page, as address of the process
     * @param write whether the device may write
     */
    DmaMapping(VfioDriver driver, long start, long vaddr, boolean write, Task task) {
        this.driver = driver;
        this.start = start;
        this.vaddr = vaddr;
        this.write = write;
        this.task = task;
        mm = task.mm();
    }

    /** First page when it was made; the key in its container. */
    long start() {
        return start;
    }

    /** First page that is mapped now. */
    long from() {
        return start + unmappedPages;
    }

    /**
     * The process's address of a page.
     *
     * @param vpn the page
     * @return virtual page number
     */
    public long vaddr(long vpn) {
        return vaddr + vpn - start;
    }

    /** One past the last page that is mapped now. */
    long to() {
        return start + mappedPages;
    }

    /** False between UNMAP_DMA and MAP_DMA with their VADDR flags, over an exec of the process. */
    boolean vaddrValid() {
        return vaddrValid;
    }

    void invalidateVaddr() {
        vaddrValid = false;
    }

    void validateVaddr() {
        vaddrValid = true;
    }

    /** Gives the memory a new address and a new owner. */
    void move(Task newTask, long newVaddr) {
        vaddr = newVaddr;
        task = newTask;
        mm = newTask.mm();
        vaddrValid = true;
    }

    /** Pages mapped now. */
    long pages() {
        return mappedPages - unmappedPages;
    }

    /**
     * Whether the device may write.
     *
     * @return true if so
     */
    public boolean write() {
        return write;
    }

    /** {@code dma->task}: who mapped it. */
    Task task() {
        return task;
    }

    /**
     * {@code dma->mm}: whose pages these are.
     *
     * @return the mm
     */
    public MmStruct mm() {
        return mm;
    }

    /**
     * {@code dma->pfn_list}: what mdev drivers pinned of it.
     *
     * @return the pinned pages
     */
    public PinnedPfns external() {
        return external;
    }

    /** Pages charged to {@link #mm} for it. */
    long chargedPages() {
        return chargedPages;
    }

    void charge(long pages) {
        chargedPages += pages;
    }

    /** The chunk to pin the next pages into. */
    PageReferences growing() {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).size() == CHUNK_PAGES) {
            chunks.add(driver.newPins(task, write));
        }
        return chunks.get(chunks.size() - 1);
    }

    /** Notes that pages at the end are now in the IOMMU's table. */
    void grow(long pages) {
        mappedPages += pages;
    }

    /** A record becomes a mapping that nothing is pinned of yet. */
    void startOver() {
        mappedPages = 0;
        unmappedPages = 0;
        firstChunk = 0;
        chunks.clear();
    }

    /** A mapping whose pins are gone becomes a record of so many pages. */
    void record(long pages) {
        startOver();
        mappedPages = pages;
    }

    /** The chunk at the front, which goes first. */
    PageReferences front() {
        return chunks.get(firstChunk);
    }

    /** Notes that the front chunk left the IOMMU's table. */
    void unmapFront() {
        unmappedPages += front().size();
    }

    /** Unpins the front chunk; the answer is how many pages that were. */
    int unpinFront() {
        PageReferences front = front();
        int pages = front.size();
        front.release();
        firstChunk++;
        return pages;
    }

    /** Pages that are pinned now. */
    long pinnedPages() {
        long pinned = 0;
        for (PageReferences chunk : chunks) {
            pinned += chunk.size();
        }
        return pinned;
    }

    /** The frame pinned for a page that is mapped now. */
    int frame(long vpn) {
        int index = (int) (vpn - start);
        return chunks.get(index / CHUNK_PAGES).frame(index % CHUNK_PAGES);
    }
}
