package io.github.accelbed.model.mm;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct address_space}: the pages of a file, of a memfd, or of the shmem object behind shared anonymous memory. Each cached page
 * holds one reference. What is not cached is in storage, or in swap for shmem.
 *
 * <p>A file and a memfd are as long as anybody wants until {@link Truncate} says otherwise. Left out: dirty tracking, readahead, seals.
 */
public final class FileMapping {
    /** What is behind the pages. */
    public enum Kind {
        /** A file on a disk, of a file system that tracks what is dirty and can punch holes, such as ext4. */
        FILE,
        /** A memfd, or a file in a tmpfs: shmem, and it lives on without a mapping, since somebody has it open. */
        MEMFD,
        /** The object behind MAP_SHARED|MAP_ANONYMOUS: shmem, and its last mapping takes it along. */
        ANONYMOUS,
        /** The same of huge pages of the pool: a file of the kernel's own hugetlbfs. */
        HUGETLB
    }

    private final String name;
    private final Kind kind;
    private final Map<Long, Integer> pages = new TreeMap<>();
    private final Map<Long, Long> storage = new TreeMap<>();
    private int users;
    private long size = Long.MAX_VALUE;
    private @Nullable HugetlbReservation reservation;

    /**
     * An empty object.
     *
     * @param name the file's name
     * @param kind what is behind the pages
     */
    public FileMapping(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    /**
     * The file's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What is behind the pages.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * {@code shmem_mapping}: whether nothing has to be written back to a disk, so that long-term pins for writing are no danger to a file system
     * ({@code vma_needs_dirty_tracking}).
     *
     * @return true for a memfd and for shared anonymous memory
     */
    public boolean shmem() {
        return kind != Kind.FILE;
    }

    /** {@code i_size}, in pages; a fault at or behind it is a SIGBUS. */
    long size() {
        return size;
    }

    void resize(long pages) {
        size = pages;
    }

    /** The first cached page of a range, or -1. */
    long nextCached(long from, long behind) {
        for (long index : pages.keySet()) {
            if (index >= from && index < behind) {
                return index;
            }
        }
        return -1;
    }

    /** {@code delete_from_page_cache}: the object has no such page any more; who still holds the frame keeps its contents. */
    void remove(PhysicalMemory memory, long index) {
        Integer frame = pages.remove(index);
        if (frame != null) {
            memory.setPageCache(frame, false);
            memory.put(frame, 1);
        }
    }

    /** The contents of pages that are not cached. */
    void forget(long from, long behind) {
        storage.keySet().removeIf(index -> index >= from && index < behind);
    }

    int page(long index) {
        if (kind == Kind.HUGETLB) {
            Integer head = pages.get(index & -PhysicalMemory.HUGE_PAGES);
            return head == null ? PhysicalMemory.NONE : head + (int) (index & (PhysicalMemory.HUGE_PAGES - 1));
        }
        return pages.getOrDefault(index, PhysicalMemory.NONE);
    }

    /** {@code filemap_fault}: the page, read in if it is not cached; NONE if memory is full. */
    int findOrRead(PhysicalMemory memory, Vma area, long vpn) {
        long index = area.index(vpn);
        int frame = page(index);
        if (frame == PhysicalMemory.NONE) {
            frame = memory.allocFor(area);
            if (frame != PhysicalMemory.NONE) {
                memory.setPageCache(frame, true);
                memory.write(frame, storage.getOrDefault(index, 0L));
                pages.put(index, frame);
            }
        }
        return frame;
    }

    /** {@code inode_resv_map}: what is set aside for the object. */
    @Nullable
    HugetlbReservation reservation() {
        return reservation;
    }

    void own(HugetlbReservation claim) {
        reservation = claim;
    }

    /** {@code hugetlb_add_to_page_cache}: the object has one reference of the page. */
    void add(PhysicalMemory memory, long index, int head) {
        memory.get(head, 1);
        memory.setPageCache(head, true);
        pages.put(index, head);
    }

    /** The page leaves the cache; its contents stay in storage (or swap). */
    void writeBackAndDrop(PhysicalMemory memory, long index) {
        Integer frame = pages.remove(index);
        if (frame != null) {
            storage.put(index, memory.read(frame));
            memory.setPageCache(frame, false);
            memory.put(frame, 1);
        }
    }

    void replace(PhysicalMemory memory, long index, int frame) {
        Integer old = pages.put(index, frame);
        memory.setPageCache(frame, true);
        memory.get(frame, 1);
        if (old != null) {
            memory.setPageCache(old, false);
            memory.put(old, 1);
        }
    }

    Iterable<Integer> frames() {
        return pages.values();
    }

    void use() {
        users++;
    }

    /** The last mapping of shared anonymous memory takes the object with it; a named file keeps its cache. */
    void unuse(PhysicalMemory memory) {
        if (--users == 0 && (kind == Kind.ANONYMOUS || kind == Kind.HUGETLB)) {
            for (int frame : pages.values()) {
                memory.setPageCache(frame, false);
                memory.put(frame, 1);
            }
            pages.clear();
            storage.clear();
            memory.unreserveHugetlb(reservation == null ? 0 : reservation.drop(0, Long.MAX_VALUE));
        }
    }
}
