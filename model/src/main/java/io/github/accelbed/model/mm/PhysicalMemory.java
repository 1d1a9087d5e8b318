package io.github.accelbed.model.mm;

import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All page frames: the kernel's {@code struct page} array with refcount, mapcount and flags, and the frames' contents.
 *
 * <p>Everything lies in primitive arrays that grow up to a limit, so a small world is small. A frame's contents are one
 * 64-bit stamp instead of 4 KiB. Pins fold into the refcount with the bias of the running kernel, as
 * {@code GUP_PIN_COUNTING_BIAS} does. Freed frames are reused last-in first-out, as per-CPU lists do, so a stale translation
 * meets the next owner. A freed frame keeps its contents until then. Frame numbers must not be shown to users. In which zone a frame lies is said
 * when it is allocated, since the frames of no zone ever run out.
 *
 * <p>A compound page (THP) is {@value #HUGE_PAGES} aligned frames whose references are counted at the head. Left out: NUMA, hardware poison.
 */
public final class PhysicalMemory {
    /** No frame. */
    public static final int NONE = -1;

    /** The frame of the shared zero page; never freed, not counted as mapped. */
    public static final int ZERO_PAGE = 0;

    /** Frames in a huge page: 2 MiB of 4 KiB. */
    public static final int HUGE_PAGES = 512;

    private static final int ANON = 1;
    private static final int EXCLUSIVE = 2;
    private static final int SWAP_CACHE = 4;
    private static final int PAGE_CACHE = 8;
    private static final int COMPOUND = 16;
    private static final int FREE = 32;
    private static final int LAZY_FREE = 64;
    private static final int LOCKED = 128;
    private static final int ZONE_MOVABLE = 256;
    private static final int ZONE_CMA = 512;
    private static final int HUGETLB = 1024;
    private static final int KSM = 2048;
    private static final int RESTORE_RESERVE = 4096;
    private static final int NO_LINK = 0;

    private final int limit;

    @Frames(Frames.Form.INDEX)
    private int[] refcount;

    @Frames(Frames.Form.FREE_LINK)
    private int[] mapcount;

    @Frames(value = Frames.Form.FLAGS, free = FREE, kept = SWAP_CACHE | PAGE_CACHE | COMPOUND)
    private int[] flags;

    @Frames(Frames.Form.INDEX)
    private long[] stamp;

    private int[] hugeMapcount = new int[0];
    private int[] hugePincount = new int[0];
    private int fresh = 1;
    private int hugetlbPages = Integer.MAX_VALUE;
    private int hugetlbUsed;
    private int hugetlbReserved;

    @Frames(Frames.Form.FREE_LIST)
    private int freeHead = NO_LINK;

    @Frames(Frames.Form.FREE_LIST)
    private int freeHugeHead = NO_LINK;

    @Tally
    private int used = 0;

    private @Nullable FailNth failNth;

    /**
     * Empty memory.
     *
     * @param initialFrames how many frames to lay out at once, at least 1
     * @param limit the most frames there can be, at least {@code initialFrames}
     */
    public PhysicalMemory(int initialFrames, int limit) {
        if (initialFrames < 1 || limit < initialFrames) {
            throw new IllegalArgumentException("frames " + initialFrames + " of " + limit);
        }
        this.limit = limit;
        refcount = new int[initialFrames];
        mapcount = new int[initialFrames];
        flags = new int[initialFrames];
        stamp = new long[initialFrames];
        refcount[ZERO_PAGE] = 1;
    }

    /**
     * Makes room for frames at once rather than when they are needed.
     *
     * @param frames how many there shall be room for, as far as the limit allows
     */
    public void reserve(int frames) {
        if (frames > refcount.length) {
            grow(Math.min(frames, limit));
        }
    }

    /**
     * Makes one of the allocations to come fail.
     *
     * @param which which, or null for none
     */
    public void inject(@Nullable FailNth which) {
        failNth = which;
    }

    /**
     * {@code should_fail}, for what takes no frame here; it fails by injection only.
     *
     * @param what what is asked for
     * @return true if it fails
     */
    public boolean fails(Allocation what) {
        return failNth != null && failNth.fails(what);
    }

    /**
     * {@code alloc_page}: a zeroed frame with refcount 1.
     *
     * @return the frame, or {@link #NONE} if memory is full
     */
    public int alloc() {
        int frame;
        if (fails(Allocation.PAGE)) {
            return NONE;
        }
        if (freeHead != NO_LINK) {
            frame = freeHead;
            freeHead = mapcount[frame];
        } else {
            if (fresh >= refcount.length && !grow(fresh + 1)) {
                return NONE;
            }
            frame = fresh++;
        }
        reset(frame);
        refcount[frame] = 1;
        used++;
        return frame;
    }

    /**
     * {@code alloc_page} with GFP_HIGHUSER_MOVABLE, for an area: the frame lies in the zone that the area says.
     *
     * @param area which
     * @return the frame, or {@link #NONE} if memory is full
     */
    int allocFor(Vma area) {
        int frame = alloc();
        if (frame != NONE) {
            set(frame, ZONE_MOVABLE, area.is(Vma.MOVABLE));
            set(frame, ZONE_CMA, area.is(Vma.CMA));
        }
        return frame;
    }

    /**
     * {@code is_zone_movable_page}.
     *
     * @param frame the frame
     * @return true if it lies in ZONE_MOVABLE
     */
    public boolean inZoneMovable(int frame) {
        return (flags[frame] & ZONE_MOVABLE) != 0;
    }

    /**
     * {@code is_migrate_cma_page}.
     *
     * @param frame the frame
     * @return true if it lies in a CMA area
     */
    public boolean inCma(int frame) {
        return (flags[frame] & ZONE_CMA) != 0;
    }

    /**
     * {@code alloc_hugepage}: {@value #HUGE_PAGES} aligned zeroed frames as one compound page with refcount 1.
     *
     * @return the head frame, or {@link #NONE}
     */
    int allocHuge() {
        return fails(Allocation.HUGE_PAGE) ? NONE : takeHuge();
    }

    /**
     * {@code nr_hugepages}: how many huge pages the pool of hugetlb has; without this as many as anybody wants.
     *
     * @param pages how many, 0 or more
     */
    public void hugetlbPool(int pages) {
        hugetlbPages = pages;
    }

    /**
     * {@code hugetlb_acct_memory}: sets pages of the pool aside for a mapping.
     *
     * @param pages how many, 0 or more
     * @return false if so many are not there, and then none is set aside
     */
    boolean reserveHugetlb(int pages) {
        boolean enough = (long) hugetlbPages - hugetlbUsed - hugetlbReserved >= pages;
        hugetlbReserved += enough ? pages : 0;
        return enough;
    }

    /** The reverse. */
    void unreserveHugetlb(int pages) {
        hugetlbReserved -= pages;
    }

    /** Pages of the pool that are set aside. */
    int hugetlbReserved() {
        return hugetlbReserved;
    }

    /** Pages of the pool that are in use. */
    int hugetlbUsed() {
        return hugetlbUsed;
    }

    /** {@code folio_set_hugetlb_restore_reserve}: when the page is free again, one of the pool is set aside for whoever dropped it. */
    void restoreReserve(int head) {
        set(head, RESTORE_RESERVE, true);
    }

    /** Whether one will be. */
    boolean restoresReserve(int head) {
        return (flags[head] & RESTORE_RESERVE) != 0;
    }

    /** Whether the frame belongs to a page of the pool. */
    boolean isHugetlb(int frame) {
        return (flags[head(frame)] & HUGETLB) != 0;
    }

    /**
     * {@code dequeue_huge_page_vma}: a page of the pool, one that was set aside or one that nobody has a claim on.
     *
     * @param reserved whether the caller has one set aside
     * @return the head frame, or {@link #NONE}
     */
    int allocHugetlb(boolean reserved) {
        int free = hugetlbPages - hugetlbUsed;
        if (free <= 0 || (!reserved && free - hugetlbReserved <= 0)) {
            return NONE;
        }
        int head = takeHuge();
        if (head != NONE) {
            hugetlbReserved -= reserved ? 1 : 0;
            hugetlbUsed++;
            set(head, HUGETLB, true);
        }
        return head;
    }

    private int takeHuge() {
        int head;
        if (freeHugeHead != NO_LINK) {
            head = freeHugeHead;
            freeHugeHead = mapcount[head];
        } else {
            head = (fresh + HUGE_PAGES - 1) & -HUGE_PAGES;
            if (head + HUGE_PAGES > refcount.length && !grow(head + HUGE_PAGES)) {
                return NONE;
            }
            for (int gap = head - 1; gap >= fresh; gap--) {
                pushFree(gap);
            }
            fresh = head + HUGE_PAGES;
        }
        int block = head / HUGE_PAGES;
        if (block >= hugeMapcount.length) {
            hugeMapcount = Arrays.copyOf(hugeMapcount, block + 8);
            hugePincount = Arrays.copyOf(hugePincount, block + 8);
        }
        for (int i = head; i < head + HUGE_PAGES; i++) {
            reset(i);
            flags[i] = COMPOUND;
        }
        hugeMapcount[block] = 0;
        hugePincount[block] = 0;
        refcount[head] = 1;
        used += HUGE_PAGES;
        return head;
    }

    /** {@code can_split_folio}: whether nobody but one mapping of the whole refers to a huge page, and nobody works on it. */
    boolean canSplit(int head) {
        return hugeMapcount[head / HUGE_PAGES] == 1 && refcount[head] == 1 && !isLocked(head);
    }

    /** {@code __split_huge_page} of one that is mapped as {@value #HUGE_PAGES} pages: each counts for itself from now on. */
    void split(int head) {
        refcount[head] = 1;
        for (int i = head; i < head + HUGE_PAGES; i++) {
            set(i, COMPOUND, false);
            setLazyFree(i, isLazyFree(head));
            refcount[i] = 1;
        }
    }

    /**
     * {@code compound_head}: where a frame's references are counted.
     *
     * @return the head of its compound page, or itself
     */
    int head(int frame) {
        return (flags[frame] & COMPOUND) != 0 ? frame & -HUGE_PAGES : frame;
    }

    /**
     * Adds references.
     *
     * @param references how many, at least 1
     */
    void get(int frame, int references) {
        refcount[head(frame)] += references;
    }

    /**
     * Drops references; the last one frees the frame.
     *
     * @param references how many, at least 1
     */
    void put(int frame, int references) {
        int head = head(frame);
        refcount[head] -= references;
        if (refcount[head] < 0) {
            throw new ModelException("refcount of a frame fell below zero");
        }
        if (refcount[head] == 0) {
            free(head);
        }
    }

    /**
     * {@code try_grab_page(FOLL_PIN)}: takes a pin.
     *
     * @param bias what a pin adds to the refcount of an order-0 page
     */
    void pin(int frame, int bias) {
        if (isCompound(frame) && bias > 1) {
            refcount[head(frame)]++;
            hugePincount[frame / HUGE_PAGES]++;
        } else {
            refcount[head(frame)] += bias;
        }
    }

    /**
     * {@code unpin_user_page}: drops a pin.
     *
     * @param bias the bias it was taken with
     */
    void unpin(int frame, int bias) {
        if (isCompound(frame) && bias > 1) {
            hugePincount[frame / HUGE_PAGES]--;
            put(frame, 1);
        } else {
            put(frame, bias);
        }
    }

    /**
     * {@code page_maybe_dma_pinned}: never a false negative; an order-0 page with as many ordinary references as the bias
     * looks pinned too.
     *
     * @param bias the bias of the running kernel
     * @return true if it may be pinned
     */
    boolean maybeDmaPinned(int frame, int bias) {
        if (bias == 1) {
            return false;
        }
        return isCompound(frame) ? hugePincount[frame / HUGE_PAGES] > 0 : refcount[frame] >= bias;
    }

    /** One more page-table entry maps this frame: mapcount and refcount. */
    void map(int frame) {
        mapcount[frame]++;
        refcount[head(frame)]++;
    }

    /** {@code page_add_new_anon_rmap}: the first entry maps a page that was just allocated, and takes over the allocation's reference. */
    void mapNew(int frame) {
        mapcount[frame]++;
    }

    /** One entry fewer maps this frame. The reference that the entry held is the caller's to drop, since the kernel puts it later. */
    void unmap(int frame) {
        if (--mapcount[frame] < 0) {
            throw new ModelException("mapcount of a frame fell below zero");
        }
    }

    /** One more PMD maps this compound page. */
    void mapHuge(int head) {
        hugeMapcount[head / HUGE_PAGES]++;
        refcount[head]++;
    }

    /** One PMD fewer maps this compound page; the reference is the caller's to drop. */
    void unmapHuge(int head) {
        if (--hugeMapcount[head / HUGE_PAGES] < 0) {
            throw new ModelException("huge mapcount fell below zero");
        }
    }

    /** {@code __split_huge_pmd_locked}: one PMD mapping becomes {@value #HUGE_PAGES} PTE mappings of the same frames. */
    void remapAsPages(int head) {
        unmapHuge(head);
        refcount[head] += HUGE_PAGES - 1;
        for (int i = head; i < head + HUGE_PAGES; i++) {
            mapcount[i]++;
        }
    }

    /** {@code __split_huge_page} of a page of a file that nothing maps and to which only the file refers: each frame is a page of its own. */
    void splitHuge(int head) {
        if (refcount[head] != HUGE_PAGES || totalMapcount(head) != 0) {
            throw new ModelException("a huge page in use was split");
        }
        for (int i = head; i < head + HUGE_PAGES; i++) {
            set(i, COMPOUND, false);
            refcount[i] = 1;
        }
    }

    /** Whether somebody refers to it beside its mappings and the one who isolated it: {@code ref_count != 1 + map_count}. */
    boolean isReferred(int frame) {
        return refcount(frame) != 1 + mapcount(frame);
    }

    /** {@code page_mapcount}: PTEs that map this frame, plus PMDs that map its compound page. */
    int mapcount(int frame) {
        return isCompound(frame) ? mapcount[frame] + hugeMapcount[frame / HUGE_PAGES] : mapcount[frame];
    }

    /**
     * {@code page_trans_huge_mapcount}: the largest mapcount of any frame of the compound page.
     *
     * @return that mapcount; of an order-0 page its own
     */
    int largestMapcount(int frame) {
        if (!isCompound(frame)) {
            return mapcount[frame];
        }
        int head = head(frame);
        int largest = 0;
        for (int i = head; i < head + HUGE_PAGES; i++) {
            largest = Math.max(largest, mapcount[i]);
        }
        return largest + hugeMapcount[head / HUGE_PAGES];
    }

    /** {@code total_mapcount}: mappings of all frames of a (compound) page. */
    int totalMapcount(int frame) {
        if (!isCompound(frame)) {
            return mapcount[frame];
        }
        int head = head(frame);
        int total = hugeMapcount[head / HUGE_PAGES];
        for (int i = head; i < head + HUGE_PAGES; i++) {
            total += mapcount[i];
        }
        return total;
    }

    /**
     * {@code page_count}.
     *
     * @return the references of its (compound) page, pins included with their bias
     */
    int refcount(int frame) {
        return refcount[head(frame)];
    }

    /** Pins of a compound page. */
    int hugePincount(int frame) {
        return hugePincount[frame / HUGE_PAGES];
    }

    /**
     * Whether the frame belongs to a compound page.
     *
     * @return true for a THP
     */
    boolean isCompound(int frame) {
        return (flags[frame] & COMPOUND) != 0;
    }

    /**
     * {@code PageAnon}.
     *
     * @return true if it holds anonymous memory
     */
    boolean isAnon(int frame) {
        return (flags[frame] & ANON) != 0;
    }

    /** {@code PageAnonExclusive}: this anonymous page belongs to one process alone; kept from 5.19 on. */
    boolean isExclusive(int frame) {
        return (flags[frame] & EXCLUSIVE) != 0;
    }

    /** {@code PageKsm}: pages with these contents were merged, and who writes gets a copy. */
    boolean isKsm(int frame) {
        return (flags[frame] & KSM) != 0;
    }

    /** Makes it a KSM page, or an ordinary one again. */
    void setKsm(int frame, boolean ksm) {
        set(frame, KSM, ksm);
    }

    /** Marks a frame as anonymous. */
    void setAnon(int frame) {
        flags[frame] |= ANON;
    }

    /** Sets or clears {@code PageAnonExclusive}. */
    void setExclusive(int frame, boolean exclusive) {
        set(frame, EXCLUSIVE, exclusive);
    }

    /** Whether the swap cache holds this frame. */
    boolean inSwapCache(int frame) {
        return (flags[frame] & SWAP_CACHE) != 0;
    }

    /** Marks a frame as held by the swap cache; the reference is the caller's matter. */
    void setSwapCache(int frame, boolean cached) {
        set(frame, SWAP_CACHE, cached);
    }

    /** Whether the page cache of a file holds this frame. */
    boolean inPageCache(int frame) {
        return (flags[frame] & PAGE_CACHE) != 0;
    }

    /** Marks a frame as held by a page cache; the reference is the caller's matter. */
    void setPageCache(int frame, boolean cached) {
        set(frame, PAGE_CACHE, cached);
    }

    /** Whether MADV_FREE allows reclaim to drop this page while its entry is clean. */
    boolean isLazyFree(int frame) {
        return (flags[frame] & LAZY_FREE) != 0;
    }

    /** Marks a page for MADV_FREE. */
    void setLazyFree(int frame, boolean lazyFree) {
        set(frame, LAZY_FREE, lazyFree);
    }

    /**
     * {@code set_page_dirty}: keeps a page that MADV_FREE gave to reclaim. The kernel finds it dirty when it wants to drop it and leaves it
     * for another round; here it is swapped at once.
     */
    void setPageDirty(int frame) {
        setLazyFree(frame, false);
    }

    /** {@code PageLocked}: reclaim, migration, KSM or a collapse works on this page; of a huge page the head is asked. */
    boolean isLocked(int frame) {
        return (flags[frame] & LOCKED) != 0;
    }

    /** {@code lock_page} and {@code unlock_page}; who locks it holds a reference meanwhile, or the file does, which no locked page leaves. */
    void setLocked(int frame, boolean locked) {
        set(frame, LOCKED, locked);
    }

    /**
     * What the frame holds.
     *
     * @param frame the frame, free ones too
     * @return its stamp; 0 for memory never written
     */
    public long read(int frame) {
        return stamp[frame];
    }

    /**
     * Changes what the frame holds.
     *
     * @param frame the frame, free ones too, since a device may hit one
     * @param value the new stamp
     */
    public void write(int frame, long value) {
        stamp[frame] = value;
    }

    /** Copies contents. */
    void copy(int from, int to) {
        stamp[to] = stamp[from];
    }

    /**
     * Whether nobody owns this frame.
     *
     * @return true on a free list or never used
     */
    boolean isFree(int frame) {
        return frame >= fresh || (flags[frame] & FREE) != 0;
    }

    /**
     * {@code kmalloc} and {@code kmem_cache_alloc}: an object fails by injection only.
     *
     * @return true if it fails
     */
    public boolean slabFails() {
        return fails(Allocation.SLAB);
    }

    /**
     * Whether {@link #alloc} would fail; what a driver's own allocations are judged by, which take no frames here.
     *
     * @return true if no frame is left
     */
    public boolean full() {
        return freeHead == NO_LINK && fresh >= limit;
    }

    /**
     * Frames in use, the zero page not among them.
     *
     * @return 0 or more
     */
    public int used() {
        return used;
    }

    /**
     * One more than the largest frame number ever used.
     *
     * @return at least 1
     */
    int frames() {
        return fresh;
    }

    private void set(int frame, int flag, boolean value) {
        flags[frame] = value ? flags[frame] | flag : flags[frame] & ~flag;
    }

    private void reset(int frame) {
        mapcount[frame] = 0;
        flags[frame] = 0;
        stamp[frame] = 0;
    }

    private void free(int head) {
        if (mapcount(head) != 0) {
            throw new ModelException("a mapped frame was freed");
        }
        if (isCompound(head)) {
            hugetlbUsed -= (flags[head] & HUGETLB) != 0 ? 1 : 0;
            hugetlbReserved += restoresReserve(head) ? 1 : 0;
            for (int i = head; i < head + HUGE_PAGES; i++) {
                flags[i] = COMPOUND | FREE;
            }
            mapcount[head] = freeHugeHead;
            freeHugeHead = head;
            used -= HUGE_PAGES;
        } else {
            pushFree(head);
            used--;
        }
    }

    private void pushFree(int frame) {
        flags[frame] = FREE;
        mapcount[frame] = freeHead;
        freeHead = frame;
    }

    private boolean grow(int needed) {
        if (needed > limit) {
            return false;
        }
        int size = (int) Math.min(limit, Math.max(needed, 2L * refcount.length));
        refcount = Arrays.copyOf(refcount, size);
        mapcount = Arrays.copyOf(mapcount, size);
        flags = Arrays.copyOf(flags, size);
        stamp = Arrays.copyOf(stamp, size);
        return true;
    }
}
