package io.github.accelbed.model.mm;

import java.util.Map;
import java.util.TreeMap;

/**
 * {@code struct address_space}: the pages of a file, or of the shmem object behind shared anonymous memory. Each cached page
 * holds one reference.
 *
 * <p>Left out: dirty tracking, truncation by others, readahead.
 */
public final class FileMapping {
    private final String name;
    private final boolean anonymous;
    private final Map<Long, Integer> pages = new TreeMap<>();
    private final Map<Long, Long> storage = new TreeMap<>();
    private int users;

    /**
     * An empty object.
     *
     * @param name the file's name
     * @param anonymous true for the object behind MAP_SHARED|MAP_ANONYMOUS, which is no file to long-term pins
     */
    public FileMapping(String name, boolean anonymous) {
        this.name = name;
        this.anonymous = anonymous;
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
     * Whether this is shared anonymous memory.
     *
     * @return true for shmem
     */
    public boolean anonymous() {
        return anonymous;
    }

    int page(long index) {
        return pages.getOrDefault(index, PhysicalMemory.NONE);
    }

    /** {@code filemap_fault}: the page, read in if it is not cached; NONE if memory is full. */
    int findOrRead(PhysicalMemory memory, long index) {
        int frame = page(index);
        if (frame == PhysicalMemory.NONE) {
            frame = memory.alloc();
            if (frame != PhysicalMemory.NONE) {
                memory.setPageCache(frame, true);
                memory.write(frame, storage.getOrDefault(index, 0L));
                pages.put(index, frame);
            }
        }
        return frame;
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
        if (--users == 0 && anonymous) {
            for (int frame : pages.values()) {
                memory.setPageCache(frame, false);
                memory.put(frame, 1);
            }
            pages.clear();
            storage.clear();
        }
    }
}
