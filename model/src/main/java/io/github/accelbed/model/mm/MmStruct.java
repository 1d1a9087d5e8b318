package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mm_struct}: one address space.
 *
 * <p>{@code mm_users} counts tasks (and short users) and keeps the pages; {@code mm_count} keeps the structure, with the PASID
 * that hangs on it. Left out: brk, stack and overcommit accounting.
 */
public final class MmStruct {
    /** Who keeps something for an address space until its structure is destroyed. */
    @FunctionalInterface
    public interface DropListener {
        /**
         * It is destroyed.
         *
         * @param mm which
         */
        void dropped(MmStruct mm);
    }

    /** No page. */
    static final long NOWHERE = -1;

    private final String name;
    private final PageTable pageTable = new PageTable();
    private final List<Vma> vmas = new ArrayList<>();
    private final SimLock mmapLock = new SimLock("mmap_lock");
    private final SimLock ptl = new SimLock("ptl");
    private final MmuNotifierSubscriptions notifiers = new MmuNotifierSubscriptions();
    private final List<DropListener> onDrop = new ArrayList<>();
    private boolean hasPinned;
    private long writeProtectSeq;
    private long lockedPages;
    private long pinnedPages;
    private long collapsing = NOWHERE;
    private final Set<Long> shmemTables = new LinkedHashSet<>();
    private final Set<Long> pteMapped = new LinkedHashSet<>();
    private int users = 1;
    private int count = 1;

    MmStruct(String name) {
        this.name = name;
    }

    /**
     * A name for messages.
     *
     * @return the process that first had it
     */
    public String name() {
        return name;
    }

    /** Notes that {@link CollapseHugePage} has the page table of 2 MiB in its hands; {@link #NOWHERE} when it has put it back. */
    void collapse(long block) {
        collapsing = block;
    }

    /** Whether the page table of a page is out, so that an empty entry says nothing. */
    boolean isCollapsing(long vpn) {
        return collapsing != NOWHERE && (vpn & -PhysicalMemory.HUGE_PAGES) == collapsing;
    }

    /** Notes that 2 MiB of shmem have a table of small entries, which stays when they have gone: no huge entry fits in its place. */
    void addTable(long vpn) {
        shmemTables.add(vpn & -PhysicalMemory.HUGE_PAGES);
    }

    /** The table is taken out, or was never needed. */
    void dropTable(long vpn) {
        shmemTables.remove(vpn & -PhysicalMemory.HUGE_PAGES);
    }

    /** {@code find_pmd_or_thp_or_none} of 2 MiB of shmem. */
    ScanResult findPmd(long vpn) {
        if (pageTable.hugePmd(vpn) != 0) {
            return ScanResult.PMD_MAPPED;
        }
        boolean table = !pageTable.pmdNone(vpn) || shmemTables.contains(vpn & -PhysicalMemory.HUGE_PAGES);
        if (table) {
            return ScanResult.SUCCEED;
        }
        return pageTable.missingTables(vpn) > 1 ? ScanResult.PMD_NULL : ScanResult.PMD_NONE;
    }

    /** {@code free_pgtables}: tables of 2 MiB in which no area is left. */
    void freeTables(long start, long end) {
        if (!shmemTables.isEmpty()) {
            long from = start & -PhysicalMemory.HUGE_PAGES;
            shmemTables.removeIf(block -> block >= from
                    && block < end
                    && overlapping(block, block + PhysicalMemory.HUGE_PAGES).isEmpty());
        }
    }

    /** {@code khugepaged_add_pte_mapped_thp}: khugepaged is to take the table of these 2 MiB out when it comes again. */
    void addPteMapped(long block) {
        pteMapped.add(block);
    }

    /** The next of those, {@link #NOWHERE} if there is none. */
    long nextPteMapped() {
        return pteMapped.isEmpty() ? NOWHERE : pteMapped.iterator().next();
    }

    void removePteMapped(long block) {
        pteMapped.remove(block);
    }

    /**
     * The page table.
     *
     * @return the CPU's table, which an SVA device walks too
     */
    public PageTable pageTable() {
        return pageTable;
    }

    /**
     * {@code mmap_lock}.
     *
     * @return the lock of the areas
     */
    public SimLock mmapLock() {
        return mmapLock;
    }

    /**
     * The page-table lock; one for the whole mm, where the kernel has one per table.
     *
     * @return the lock of the entries
     */
    public SimLock ptl() {
        return ptl;
    }

    /**
     * Who listens to changes.
     *
     * @return the subscriptions, empty after a fork
     */
    public MmuNotifierSubscriptions notifiers() {
        return notifiers;
    }

    /**
     * The areas.
     *
     * @return in address order
     */
    public List<Vma> vmas() {
        return Collections.unmodifiableList(vmas);
    }

    /**
     * {@code find_vma}, exact: the area that holds a page.
     *
     * @param vpn virtual page number
     * @return the area, or null in a hole
     */
    public @Nullable Vma findVma(long vpn) {
        int low = 0;
        int high = vmas.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Vma vma = vmas.get(middle);
            if (vpn < vma.start()) {
                high = middle - 1;
            } else if (vpn >= vma.end()) {
                low = middle + 1;
            } else {
                return vma;
            }
        }
        return null;
    }

    /**
     * Whether areas cover a range without a hole.
     *
     * @param start first page
     * @param end one past the last
     * @return true if all of it is mapped
     */
    public boolean covered(long start, long end) {
        long at = start;
        while (at < end) {
            Vma vma = findVma(at);
            if (vma == null) {
                return false;
            }
            at = vma.end();
        }
        return true;
    }

    /**
     * {@code MMF_HAS_PINNED}: whether a FOLL_PIN was ever taken; never cleared.
     *
     * @return true since the first pin
     */
    public boolean hasPinned() {
        return hasPinned;
    }

    void setHasPinned() {
        hasPinned = true;
    }

    /**
     * {@code write_protect_seq}, for {@link GetUserPagesFast}: forks of COW areas so far, each counted at its begin and its end.
     *
     * @return odd while entries are being protected
     */
    public long writeProtectSeq() {
        return writeProtectSeq;
    }

    /** {@code raw_write_seqcount_begin} and {@code raw_write_seqcount_end}. */
    void nextWriteProtectSeq() {
        writeProtectSeq++;
    }

    /**
     * {@code locked_vm}: pages charged by VFIO type1. The counter dies with the address space, charges that nobody took back included.
     *
     * @return pages, 0 once the last task left
     */
    public long lockedPages() {
        return alive() ? lockedPages : 0;
    }

    /**
     * Charges {@code locked_vm}.
     *
     * @param pages how many, negative to uncharge
     */
    public void chargeLocked(long pages) {
        lockedPages += pages;
    }

    /**
     * {@code pinned_vm}: pages charged by RDMA.
     *
     * @return pages
     */
    public long pinnedPages() {
        return pinnedPages;
    }

    /**
     * Charges {@code pinned_vm}.
     *
     * @param pages how many, negative to uncharge
     */
    public void chargePinned(long pages) {
        pinnedPages += pages;
    }

    /**
     * Whether the address space still lives ({@code mm_users} above zero).
     *
     * @return false once the last task left it
     */
    public boolean alive() {
        return users > 0;
    }

    /** {@code mmget}: one more task in this address space. */
    public void getUser() {
        users++;
    }

    /**
     * The counting half of {@code mmput}.
     *
     * @return true if this was the last user, so the caller must run {@link ExitMmap}
     */
    public boolean putUser() {
        return --users == 0;
    }

    /**
     * Whether somebody still has a reference of the structure.
     *
     * @return false once it was destroyed
     */
    public boolean held() {
        return count > 0;
    }

    /** {@code mmgrab}: keeps the structure, not the pages. */
    public void grab() {
        count++;
    }

    /** {@code mmdrop}: the last one destroys the structure and gives its PASID back. */
    public void drop() {
        if (--count == 0) {
            onDrop.forEach(listener -> listener.dropped(this));
            onDrop.clear();
        }
    }

    /**
     * Adds what {@code __mmdrop} has to do.
     *
     * @param listener told once
     */
    public void onDrop(DropListener listener) {
        onDrop.add(listener);
    }

    void insert(Vma vma) {
        int at = 0;
        while (at < vmas.size() && vmas.get(at).start() < vma.start()) {
            at++;
        }
        vmas.add(at, vma);
    }

    void remove(Vma vma) {
        vmas.remove(vma);
    }

    /** Whether one of the borders would cut a huge page of the pool: EINVAL, and nothing was split. */
    boolean cutsHugetlb(long first, long behind) {
        for (long border : new long[] {first, behind}) {
            Vma vma = findVma(border);
            if (vma != null && vma.cutsHugetlb(border)) {
                return true;
            }
        }
        return false;
    }

    /** Makes a page number a border between areas, as {@code split_vma} does; a file behind gets one reference more. */
    void splitAt(long vpn) {
        Vma vma = findVma(vpn);
        if (vma != null && vma.start() < vpn) {
            insert(vma.splitAt(vpn));
            VmaFile file = vma.file();
            if (file != null) {
                file.get();
            }
            FileMapping mapping = vma.mapping();
            if (mapping != null) {
                mapping.use();
            }
        }
    }

    /**
     * {@code vma_merge} of one area that was changed, from {@code start} to {@code end}: it becomes one with the neighbours that differ from it
     * in nothing. Areas of a device's file never do, as they have a close method.
     */
    void merge(long start, long end, Cpu cpu) {
        boolean always = cpu.mm().notifierRules().mergesWithAreaWithoutAnonVma();
        for (int i = vmas.size() - 1; i > 0; i--) {
            Vma lower = vmas.get(i - 1);
            Vma upper = vmas.get(i);
            if (upper.start() <= end
                    && lower.end() >= start
                    && lower.mergeable(upper)
                    && anonVmasMerge(lower, upper, end, always)) {
                mergeWithLower(i, cpu);
            }
        }
    }

    /** Undoes {@link #splitAt} where nothing came of it, for a call that splits before it looks. */
    void unsplitAt(long vpn, Cpu cpu) {
        for (int i = vmas.size() - 1; i > 0; i--) {
            Vma lower = vmas.get(i - 1);
            Vma upper = vmas.get(i);
            if (upper.start() == vpn
                    && lower.end() == vpn
                    && lower.mergeable(upper)
                    && lower.hasAnonVma() == upper.hasAnonVma()) {
                mergeWithLower(i, cpu);
            }
        }
    }

    private void mergeWithLower(int index, Cpu cpu) {
        Vma upper = vmas.remove(index);
        vmas.get(index - 1).merge(upper);
        FileMapping mapping = upper.mapping();
        if (mapping != null) {
            mapping.unuse(cpu.mm().memory());
        }
    }

    /**
     * {@code is_mergeable_anon_vma}: if one alone has an anon_vma, that must not come from a fork (measured on 6.12), and up to 6.16 it must
     * be the neighbour's: the upper area, if it begins where the range that was changed ends. Two are taken for the same one.
     */
    private static boolean anonVmasMerge(Vma lower, Vma upper, long end, boolean either) {
        if (lower.hasAnonVma() == upper.hasAnonVma()) {
            return true;
        }
        Vma written = lower.hasAnonVma() ? lower : upper;
        Vma neighbour = upper.start() == end ? upper : lower;
        return !written.cloned() && (either || neighbour == written);
    }

    /** The areas that lie within a range. */
    List<Vma> within(long start, long end) {
        List<Vma> found = new ArrayList<>();
        for (Vma vma : vmas) {
            if (vma.start() >= start && vma.end() <= end) {
                found.add(vma);
            }
        }
        return found;
    }

    /** The areas that lie in a range with at least one page. */
    List<Vma> overlapping(long start, long end) {
        List<Vma> found = new ArrayList<>();
        for (Vma vma : vmas) {
            if (vma.start() < end && start < vma.end()) {
                found.add(vma);
            }
        }
        return found;
    }
}
