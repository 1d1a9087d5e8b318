package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct iopt_pages} (drivers/iommu/iommufd/pages.c): a range of a process's memory, pinned and charged once however many domains
 * and address spaces it is mapped in, and only while it is in one.
 */
final class IoptPages {
    private static final int CHUNK_PAGES = 512;

    private final Task task;
    private final MmStruct mm;
    private final long vaddr;
    private final int pages;
    private final boolean write;
    private final List<PageReferences> chunks = new ArrayList<>();
    private int domains;
    private long chargedPages;

    /**
     * Memory that nothing pins yet.
     *
     * @param task whose
     * @param vaddr first page
     * @param write whether devices may write
     */
    IoptPages(Task task, long vaddr, int pages, boolean write) {
        this.task = task;
        mm = task.mm();
        this.vaddr = vaddr;
        this.pages = pages;
        this.write = write;
    }

    /** Who mapped it. */
    Task task() {
        return task;
    }

    /** {@code source_mm}: whose pages. */
    MmStruct mm() {
        return mm;
    }

    /** First page. */
    long vaddr() {
        return vaddr;
    }

    /** How many pages. */
    int pages() {
        return pages;
    }

    /** Whether devices may write. */
    boolean write() {
        return write;
    }

    /** Pages that are pinned: all of them or, between two steps of pinning, some. */
    int pinned() {
        int pinned = 0;
        for (PageReferences chunk : chunks) {
            pinned += chunk.size();
        }
        return pinned;
    }

    /** How many of the pages that are not pinned yet go into {@link #growing}. */
    int batch() {
        int room = CHUNK_PAGES - growing().size();
        return Math.min(room, pages - pinned());
    }

    /** The chunk to pin the next pages into. */
    PageReferences growing() {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).size() == CHUNK_PAGES) {
            chunks.add(new PageReferences(task.cpu().mm(), task.name(), true, write()));
        }
        return chunks.get(chunks.size() - 1);
    }

    /** The frame of a page. */
    int frame(int index) {
        return chunks.get(index / CHUNK_PAGES).frame(index % CHUNK_PAGES);
    }

    /** Drops all pins; how many that were. */
    int unpin() {
        int pinned = pinned();
        chunks.forEach(PageReferences::release);
        chunks.clear();
        return pinned;
    }

    /** Domains it is in. */
    int domains() {
        return domains;
    }

    /** One domain more. */
    void enter() {
        domains++;
    }

    /** One domain fewer; true if it was the last, so the pages must be unpinned. */
    boolean leave() {
        return --domains == 0;
    }

    /** Pages charged for it. */
    long chargedPages() {
        return chargedPages;
    }

    void charge(long more) {
        chargedPages += more;
    }
}
