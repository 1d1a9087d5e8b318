package io.github.accelbed.model.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct address_space}: the pages of a file, of a memfd, or of the shmem object behind shared anonymous memory. Each cached page
 * holds one reference. What is not cached is in storage, or in swap for shmem.
 *
 * <p>Faults put small pages into it. Of shmem {@link CollapseFile} puts a huge one in the place of aligned 2 MiB, each of whose pages holds a reference, and
 * {@link RemoveFilePages} takes such a page to pieces.
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

    /** A range whose pages are being given back: {@code struct shmem_falloc} with a {@code waitq}, of a file on a disk its {@code invalidate_lock}. */
    static final class Hole {
        private final long from;
        private final long behind;
        private boolean truncates;

        private Hole(long from, long behind) {
            this.from = from;
            this.behind = behind;
        }

        /** The pages have been unmapped, and are locked one after the other, unmapped once more if they must, and taken out. */
        void truncate() {
            truncates = true;
        }
    }

    private final String name;
    private final Kind kind;
    private final TreeMap<Long, Integer> pages = new TreeMap<>();
    private final Map<Long, Long> storage = new TreeMap<>();
    private final Map<Long, Integer> coming = new TreeMap<>();
    private final List<Hole> holes = new ArrayList<>();
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
        Map.Entry<Long, Integer> next = pages.ceilingEntry(from);
        return next == null || next.getKey() >= behind ? -1 : next.getKey();
    }

    /** The next page of a range that is cached or in swap, or -1. */
    long nextThere(long from, long behind) {
        for (long index = from; index < behind; index++) {
            if (pages.containsKey(index) || storage.containsKey(index)) {
                return index;
            }
        }
        return -1;
    }

    /** Whether shmem has the page in swap. */
    boolean isSwapped(long index) {
        return storage.containsKey(index) && !pages.containsKey(index);
    }

    /** Whether it may hold huge pages beside small ones. */
    boolean collapses() {
        return kind == Kind.MEMFD || kind == Kind.ANONYMOUS;
    }

    /** What a huge page, which is locked, is to take the place of; faults and truncation find it there until it does, or until the collapse is given up. */
    void announceHuge(long block, int head) {
        coming.put(block, head);
    }

    void withdrawHuge(long block) {
        coming.remove(block);
    }

    /** Whether the page that one finds at an index, if any, is locked by somebody else. */
    boolean isLocked(PhysicalMemory memory, long index) {
        int frame = coming.getOrDefault(index & -PhysicalMemory.HUGE_PAGES, page(index));
        return frame != PhysicalMemory.NONE && memory.isLocked(memory.head(frame));
    }

    /** The same of any page of a range. */
    boolean isLocked(PhysicalMemory memory, long from, long behind) {
        boolean locked = false;
        for (long block : coming.keySet()) {
            locked |= block + PhysicalMemory.HUGE_PAGES > from && block < behind;
        }
        for (long at = nextCached(from, behind); at >= 0 && !locked; at = nextCached(at + 1, behind)) {
            locked = isLocked(memory, at);
        }
        return locked;
    }

    /** {@code shmem_fallocate}: from now on faults in the range wait. */
    Hole punch(long from, long behind) {
        Hole hole = new Hole(from, behind);
        holes.add(hole);
        return hole;
    }

    /** {@code wake_up_all(&shmem_falloc_waitq)}. */
    void punched(Hole hole) {
        holes.remove(hole);
    }

    /**
     * {@code shmem_falloc_wait}, {@code filemap_invalidate_lock_shared}: whether a fault waits for a hole to be punched. A read of a page that is
     * still there does not as long as the page is not locked ({@code do_fault_around}), and of a file on a disk no fault of such a page does.
     */
    boolean waitsForHole(long index, boolean write) {
        boolean waits = false;
        for (Hole hole : holes) {
            boolean here = index >= hole.from && index < hole.behind;
            waits |= here && (hole.truncates || page(index) == PhysicalMemory.NONE || (write && collapses()));
        }
        return waits;
    }

    /** The huge page that shmem has in the place of the 2 MiB around a page, or NONE. */
    int hugePage(PhysicalMemory memory, long index) {
        int frame = pages.getOrDefault(index, PhysicalMemory.NONE);
        return frame != PhysicalMemory.NONE && memory.isCompound(frame) ? memory.head(frame) : PhysicalMemory.NONE;
    }

    /** The huge page takes the place of 2 MiB, of which small pages were copied; the allocation's reference is one of its own. */
    void storeHuge(PhysicalMemory memory, long block, int head) {
        withdrawHuge(block);
        memory.get(head, PhysicalMemory.HUGE_PAGES - 1);
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            remove(memory, block + i);
            memory.setPageCache(head + i, true);
            pages.put(block + i, head + i);
        }
        forget(block, block + PhysicalMemory.HUGE_PAGES);
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
        return frame == PhysicalMemory.NONE ? read(memory, index, memory.allocFor(area)) : frame;
    }

    /** {@code shmem_get_folio}: the page is brought back from swap, or was there; NONE if memory is full. */
    int findOrSwapIn(PhysicalMemory memory, long index) {
        int frame = page(index);
        return frame == PhysicalMemory.NONE ? read(memory, index, memory.alloc()) : frame;
    }

    private int read(PhysicalMemory memory, long index, int frame) {
        if (frame != PhysicalMemory.NONE) {
            memory.setPageCache(frame, true);
            memory.write(frame, storage.getOrDefault(index, 0L));
            pages.put(index, frame);
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
