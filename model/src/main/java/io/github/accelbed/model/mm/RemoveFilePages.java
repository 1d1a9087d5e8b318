package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code truncate_pagecache} and, for shmem, {@code shmem_fallocate} and {@code shmem_truncate_range} (mm/truncate.c, mm/shmem.c): pages of a
 * file go. First {@code unmap_mapping_range} takes them out of every address space, each with a notification of its own (event CLEAR) and without
 * its mmap_lock; then they leave the file. A page that was mapped again in between is unmapped once more. Who holds a reference keeps the frame and
 * what is in it, and nobody finds it by its address again.
 *
 * <p>A huge page of which only a part goes is split, for which it is unmapped as a whole; up to 5.7, and while somebody else refers to it, the part is cleared instead, and
 * who holds a reference sees that.
 *
 * <p>While a hole is punched, faults in it wait for its end ({@code shmem_falloc_wait}, since 3.16 and so on all kernels), those of a device too; without that
 * they would find a page where there is none, again and again. Behind a new end of the file there is a SIGBUS instead. Left out: that a CPU's fault gives mmap_lock back for that
 * time (FAULT_FLAG_ALLOW_RETRY), which one of a device does not.
 */
final class RemoveFilePages extends Operation<RemoveFilePages> {
    private static final Program<RemoveFilePages> STEPS = Program.<RemoveFilePages>of("truncate_pagecache")
            .cpu("unmap_mapping_range", Cost.INCLUDED, (o, a) -> o.unmapNext(a))
            .cpu("truncate_inode_pages_range", Cost.INCLUDED, (o, a) -> o.remove())
            .waits()
            .build();

    private record Place(MmStruct mm, long start, long end) {}

    private final Cpu cpu;
    private @Nullable FileMapping file;
    private long first;
    private long behind;
    private boolean evenCows;
    private FileMapping.@Nullable Hole hole;
    private List<Place> places = List.of();
    private int index;

    RemoveFilePages(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
    }

    /** Pages of a file; with {@code cows} private copies of them go, too, as truncation has it and a hole has not. */
    RemoveFilePages of(FileMapping mapping, long from, long to, boolean cows) {
        file = mapping;
        first = from;
        behind = to;
        evenCows = cows;
        return this;
    }

    private FileMapping file() {
        if (file == null) {
            throw new IllegalStateException("not prepared");
        }
        return file;
    }

    @Override
    protected void begin() {
        places = places();
        index = 0;
    }

    /** Where the pages may be mapped: {@code vma_interval_tree_foreach}. */
    private List<Place> places() {
        List<Place> found = new ArrayList<>();
        long whole = PhysicalMemory.HUGE_PAGES - 1;
        long low = cuts(first) && canSplit(first) ? first & ~whole : first;
        long high = cuts(behind) && canSplit(behind) ? (behind + whole) & ~whole : behind;
        for (MmStruct mm : cpu.mm().mms()) {
            for (Vma vma : mm.vmas()) {
                long from = Math.max(low, vma.pgoff());
                long to = Math.min(high, vma.index(vma.end()));
                if (vma.mapping() == file() && from < to) {
                    long shift = vma.start() - vma.pgoff();
                    found.add(new Place(mm, from + shift, to + shift));
                }
            }
        }
        return found;
    }

    private int unmapNext(Actor actor) {
        if (!evenCows && hole == null) {
            hole = file().punch(first, behind);
        }
        if (index == places.size()) {
            return Flow.PASS;
        }
        Place place = places.get(index++);
        actor.call(new UnmapRange(cpu, place.mm(), NotifierEvent.CLEAR)
                .ofFile(file(), evenCows)
                .over(place.start(), place.end()));
        return Flow.AGAIN;
    }

    private static boolean cuts(long border) {
        return border % PhysicalMemory.HUGE_PAGES != 0 && border != Long.MAX_VALUE;
    }

    /** {@code can_split_folio}: whether nobody refers to the huge page around a page but the file and page tables. */
    private boolean canSplit(long at) {
        PhysicalMemory memory = cpu.mm().memory();
        int head = file().hugePage(memory, at);
        return head != PhysicalMemory.NONE
                && cpu.mm().cowRules().splitsForHole()
                && memory.refcount(head) == PhysicalMemory.HUGE_PAGES + memory.totalMapcount(head);
    }

    /** {@code truncate_inode_partial_folio}. */
    private void split(long border) {
        PhysicalMemory memory = cpu.mm().memory();
        int head = file().hugePage(memory, border);
        if (cuts(border) && canSplit(border) && memory.totalMapcount(head) == 0) {
            memory.splitHuge(head);
        }
    }

    /** Whether a page is of a huge page that goes beyond the range. */
    private boolean isPart(long at) {
        long from = at & -PhysicalMemory.HUGE_PAGES;
        boolean within = from >= first && from + PhysicalMemory.HUGE_PAGES <= behind;
        return !within && file().hugePage(cpu.mm().memory(), at) != PhysicalMemory.NONE;
    }

    private int remove() {
        PhysicalMemory memory = cpu.mm().memory();
        if (file().isLocked(memory, first, behind)) {
            return Flow.BLOCKED;
        }
        if (hole != null) {
            hole.truncate();
        }
        boolean mapped = false;
        split(first);
        split(behind);
        long at = file().nextCached(first, behind);
        while (at >= 0) {
            if (isPart(at) && !canSplit(at)) {
                memory.write(file().page(at), 0);
            } else if (!isPart(at) && memory.totalMapcount(file().page(at)) == 0) {
                file().remove(memory, at);
            } else {
                mapped = true;
            }
            at = file().nextCached(at + 1, behind);
        }
        if (mapped) {
            begin();
            return Flow.RESTART;
        }
        file().forget(first, behind);
        HugetlbReservation claim = file().reservation();
        if (claim != null) {
            memory.unreserveHugetlb(claim.drop(first, behind));
        }
        if (hole != null) {
            file().punched(hole);
            hole = null;
        }
        return Flow.DONE;
    }
}
