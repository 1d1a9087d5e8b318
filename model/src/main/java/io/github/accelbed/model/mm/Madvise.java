package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code madvise} (mm/madvise.c): the advice that matters to devices. A hole answers ENOMEM after the mapped parts were treated
 * (measured on 6.18); an area that does not take the advice answers EINVAL.
 */
public final class Madvise extends MmSyscall<Madvise> {
    /** The advice. */
    public enum Advice {
        /** Drop the pages; private contents are lost, shared ones stay with their object. */
        DONTNEED,
        /** Pages may be dropped later unless written again; private anonymous only. */
        FREE,
        /** Do not give the range to a child. */
        DONTFORK,
        /** Undo DONTFORK; refused on device memory. */
        DOFORK,
        /** A child sees zero pages; private anonymous only. */
        WIPEONFORK,
        /** Undo WIPEONFORK. */
        KEEPONFORK,
        /** Fault all pages in: MADV_POPULATE_WRITE where writable, else MADV_POPULATE_READ. */
        POPULATE,
        /**
         * A hole in the shared file or memfd: its pages go for everybody ({@code vfs_fallocate} with FALLOC_FL_PUNCH_HOLE). EINVAL without a
         * file, EACCES of a private area or, up to 6.6, a read-only one.
         */
        REMOVE,
        /** KSM may merge the range's pages with others that hold the same; of what it cannot merge it says nothing. */
        MERGEABLE,
        /** Undo MERGEABLE, and give the process pages of its own. */
        UNMERGEABLE,
        /** Make huge pages of private anonymous memory and of shmem, those of the range that are whole; from 6.1 on. */
        COLLAPSE
    }

    /** Advice that changes areas writes ({@code madvise_need_mmap_write}). */
    private static final Program<Madvise> WRITES = Program.<Madvise>of("madvise")
            .cpu("mmap_lock", Cost.MADVISE_FLAG, (o, a) -> o.lockAndSplit(a))
            .waitsKillable()
            .cpu("vma_adjust_trans_huge", Cost.INCLUDED, (o, a) -> o.splitHuge(a))
            .cpu("madvise_vma_behavior", Cost.INCLUDED, (o, a) -> o.nextFlag(a))
            .returned((o, a) -> o.unmerged(a))
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unsplitAndUnlock(a))
            .build();

    /** Advice that only drops pages or faults them in reads, so that a SIGKILL does not end its wait. */
    private static final Program<Madvise> READS = Program.<Madvise>of("madvise")
            .cpu("mmap_lock", Cost.MADVISE_FLAG, (o, a) -> o.lockShared(a))
            .waits()
            .cpu("madvise_vma_behavior", Cost.INCLUDED, (o, a) -> o.nextArea(a))
            .returned((o, a) -> o.areaDone(a))
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlockShared(a))
            .build();

    /** mmap_lock is free while the hole is punched ({@code madvise_remove}); then the next area is looked for. */
    private static final Program<Madvise> REMOVES = Program.<Madvise>of("madvise")
            .cpu("mmap_lock", Cost.MADVISE_FLAG, (o, a) -> o.lockShared(a))
            .waits()
            .cpu("madvise_remove", Cost.INCLUDED, (o, a) -> o.nextHole(a))
            .returned((o, a) -> Flow.RESTART)
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlockShared(a))
            .build();

    /** mmap_lock is free while a huge page is made ({@code madvise_collapse}); then the next one is looked for. */
    private static final Program<Madvise> COLLAPSES = Program.<Madvise>of("madvise")
            .cpu("mmap_lock", Cost.MADVISE_FLAG, (o, a) -> o.lockShared(a))
            .waits()
            .cpu("madvise_collapse", Cost.INCLUDED, (o, a) -> o.nextCollapse(a))
            .returned((o, a) -> o.collapsed())
            .cpu("mmap_unlock", Cost.INCLUDED, (o, a) -> o.unlockShared(a))
            .build();

    private final Advice advice;
    private final RemoveFilePages remove;
    private final @Nullable CollapseHugePage collapse;
    private final @Nullable CollapseFile collapseFile;
    private boolean collapsesFile;
    private final @Nullable BreakKsm unmerge;
    private final CollapseRange collapsing = new CollapseRange();
    private long at;
    private final UnmapRange zap;
    private final MadviseFree free;
    private List<Vma> areas = List.of();
    private int index;
    private long populateAt;

    /**
     * An advice.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     * @param advice what
     */
    public Madvise(Cpu cpu, MmStruct mm, long start, long pages, Advice advice) {
        super(program(advice), cpu, mm, start, pages);
        this.advice = advice;
        zap = new UnmapRange(cpu, mm, NotifierEvent.CLEAR);
        free = new MadviseFree(cpu, mm);
        remove = new RemoveFilePages(cpu);
        collapse = advice == Advice.COLLAPSE ? new CollapseHugePage(cpu, false) : null;
        collapseFile = advice == Advice.COLLAPSE ? new CollapseFile(cpu, false) : null;
        unmerge = advice == Advice.UNMERGEABLE ? new BreakKsm(cpu, mm) : null;
        at = start;
    }

    private static Program<Madvise> program(Advice advice) {
        return switch (advice) {
            case DONTNEED, FREE, POPULATE -> READS;
            case REMOVE -> REMOVES;
            case COLLAPSE -> COLLAPSES;
            case DONTFORK, DOFORK, WIPEONFORK, KEEPONFORK, MERGEABLE, UNMERGEABLE -> WRITES;
        };
    }

    private int lockAndSplit(Actor actor) {
        int locked = lock(actor);
        if (locked != Flow.NEXT) {
            return locked;
        }
        split(start);
        split(end);
        return findAreas();
    }

    private void split(long border) {
        Vma vma = mm.findVma(border);
        if (vma != null && !vma.cutsHugetlb(border) && (flag() != Vma.MERGEABLE || merges(vma))) {
            mm.splitAt(border);
        }
    }

    private int lockShared(Actor actor) {
        if ((advice == Advice.POPULATE && !cpu.mm().notifierRules().madvisePopulate())
                || (advice == Advice.COLLAPSE && !cpu.mm().cowRules().madviseCollapse())) {
            return fail(Errno.EINVAL);
        }
        int locked = downRead(actor, mm.mmapLock());
        return locked == Flow.NEXT ? findAreas() : locked;
    }

    /** Areas from where the walk is; what is behind it may have gone meanwhile. */
    private int findAreas() {
        long from = Math.min(at, end);
        if (!mm.covered(from, end)) {
            answer(Errno.ENOMEM);
        }
        areas = mm.overlapping(from, end);
        populateAt = start;
        return Flow.NEXT;
    }

    /** An area cannot end within a huge mapping. */
    private int splitHuge(Actor actor) {
        for (long border : new long[] {start, end}) {
            Vma vma = mm.findVma(border);
            boolean within =
                    border % PhysicalMemory.HUGE_PAGES != 0 && mm.pageTable().hugePmd(border) != 0;
            if (within && vma != null && !vma.is(Vma.HUGETLB)) {
                actor.call(cpu.splitHugePmd(mm, border));
                return Flow.AGAIN;
            }
        }
        return Flow.PASS;
    }

    private int flag() {
        return switch (advice) {
            case DONTFORK, DOFORK -> Vma.DONTCOPY;
            case MERGEABLE, UNMERGEABLE -> Vma.MERGEABLE;
            default -> Vma.WIPEONFORK;
        };
    }

    /** {@code vma_ksm_compatible}; other areas ignore the advice. */
    private static boolean merges(Vma vma) {
        return !vma.is(Vma.SHARED) && !vma.is(Vma.PFNMAP) && !vma.is(Vma.HUGETLB);
    }

    private int nextFlag(Actor actor) {
        if (index == areas.size()) {
            return Flow.PASS;
        }
        Vma vma = areas.get(index++);
        if (!takes(vma)) {
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        int flag = flag();
        boolean wanted = advice == Advice.DONTFORK || advice == Advice.WIPEONFORK || advice == Advice.MERGEABLE;
        if (flag == Vma.MERGEABLE && !merges(vma)) {
            return index == areas.size() ? Flow.NEXT : Flow.AGAIN;
        }
        if (advice == Advice.MERGEABLE
                && mm.vmas().stream().noneMatch(area -> area.is(Vma.MERGEABLE))
                && cpu.mm().memory().slabFails()) {
            // __ksm_enter; madvise answers EAGAIN for ENOMEM.
            answer(Errno.EAGAIN);
            return Flow.NEXT;
        }
        if (unmerge != null && unmerge.over(vma.start(), vma.end()).needed()) {
            index--;
            actor.call(unmerge);
            return Flow.AGAIN;
        }
        if (vma.is(flag) != wanted && (vma.start() < start || vma.end() > end)) {
            // A huge page of the pool cannot be cut; an area that has the flag is left whole.
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        if (vma.is(flag) != wanted) {
            vma.set(flag, wanted);
            mm.merge(vma.start(), vma.end(), cpu);
        }
        return index == areas.size() ? Flow.NEXT : Flow.AGAIN;
    }

    private int unmerged(Actor actor) {
        if (actor.returned().ok()) {
            return Flow.AGAIN;
        }
        answer(Errno.EAGAIN);
        return Flow.NEXT;
    }

    private int nextArea(Actor actor) {
        if (index == areas.size()) {
            return Flow.PASS;
        }
        Vma vma = areas.get(index);
        if (!takes(vma)) {
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        if (advice == Advice.POPULATE) {
            return populate(actor, vma);
        }
        long from = Math.max(start, vma.start());
        long to = endIn(vma);
        if (to <= from) {
            // Only a part of a huge page was named.
            index++;
            return index == areas.size() ? Flow.NEXT : Flow.AGAIN;
        }
        actor.call(advice == Advice.FREE ? free.over(from, to) : zap.over(from, to));
        return Flow.NEXT;
    }

    /** Goes to the next area, or to the next page that is faulted in. */
    private int areaDone(Actor actor) {
        if (!actor.returned().ok()) {
            answer(actor.returned() == Errno.ENOMEM ? Errno.ENOMEM : Errno.EFAULT);
            return Flow.NEXT;
        }
        if (advice != Advice.POPULATE
                || ++populateAt >= Math.min(end, areas.get(index).end())) {
            index++;
        }
        return index == areas.size() ? Flow.NEXT : Flow.AGAIN;
    }

    private boolean takes(Vma vma) {
        return switch (advice) {
            case DONTNEED -> !vma.is(Vma.PFNMAP) && (!vma.is(Vma.HUGETLB) || dropsHugetlb(vma));
            case DOFORK ->
                !vma.is(Vma.PFNMAP)
                        && !(vma.is(Vma.HUGETLB) && cpu.mm().notifierRules().doforkRefusesHugetlb());
            case POPULATE -> !vma.is(Vma.PFNMAP);
            case FREE, WIPEONFORK -> vma.mapping() == null && !vma.is(Vma.PFNMAP) && !vma.is(Vma.HUGETLB);
            case DONTFORK, KEEPONFORK, MERGEABLE, UNMERGEABLE -> true;
            case REMOVE, COLLAPSE -> throw new IllegalStateException(advice + " answers for itself");
        };
    }

    /** {@code madvise_dontneed_free_valid_vma}: from the border of a huge page on; the end is moved to one. */
    private boolean dropsHugetlb(Vma vma) {
        return cpu.mm().notifierRules().dropsHugetlb() && Math.max(start, vma.start()) % PhysicalMemory.HUGE_PAGES == 0;
    }

    /** The end in a hugetlb area: rounded down since 6.1 (8ebe0a5eaaeb), before up, which dropped more than was asked for. */
    private long endIn(Vma vma) {
        long to = Math.min(end, vma.end());
        if (!vma.is(Vma.HUGETLB) || advice != Advice.DONTNEED) {
            return to;
        }
        long up = cpu.mm().notifierRules().dropsWholeHugetlbOnly() ? 0 : PhysicalMemory.HUGE_PAGES - 1;
        return (to + up) & -PhysicalMemory.HUGE_PAGES;
    }

    /** Punches the next area's part, without mmap_lock; an area that is not there is passed over. */
    private int nextHole(Actor actor) {
        Vma vma = areaBehind();
        if (vma == null) {
            return Flow.PASS;
        }
        FileMapping mapping = vma.mapping();
        boolean readOnly = !cpu.mm().notifierRules().removesThroughReadOnlyArea() && !vma.is(Vma.WRITE);
        boolean noFile = mapping == null && !vma.is(Vma.HUGETLB);
        if (mapping == null || !vma.is(Vma.SHARED) || readOnly) {
            answer(noFile ? Errno.EINVAL : Errno.EACCES);
            return Flow.NEXT;
        }
        long from = vma.index(Math.max(at, vma.start()));
        long to = vma.index(Math.min(end, vma.end()));
        if (vma.is(Vma.HUGETLB)) {
            // hugetlbfs_punch_hole takes whole huge pages, in place of parts it writes zeros.
            long whole = Math.min(to, (from + PhysicalMemory.HUGE_PAGES - 1) & -PhysicalMemory.HUGE_PAGES);
            long rest = Math.max(whole, to & -PhysicalMemory.HUGE_PAGES);
            if (cpu.mm().notifierRules().zeroesPartsOfHugetlb()) {
                zero(mapping, from, whole);
                zero(mapping, rest, to);
            }
            from = whole;
            to = rest;
        }
        at = vma.end();
        mm.mmapLock().unlockShared(actor);
        actor.call(remove.of(mapping, from, to, false));
        return Flow.NEXT;
    }

    /** The area that was not treated yet; null if all were. */
    private @Nullable Vma areaBehind() {
        for (Vma area : areas) {
            if (area.end() > at && at < end) {
                return area;
            }
        }
        return null;
    }

    /** Goes on with the next 2 MiB, of the next area if need be. */
    private int nextCollapse(Actor actor) {
        while (!collapsing.hasNext()) {
            Vma vma = areaBehind();
            if (!collapsing.answer().ok()) {
                answer(collapsing.answer());
                return Flow.NEXT;
            }
            if (vma == null) {
                return Flow.PASS;
            }
            if (!CollapseHugePage.allows(vma, false)) {
                answer(Errno.EINVAL);
                return Flow.NEXT;
            }
            if (cpu.mm().memory().slabFails()) {
                answer(Errno.ENOMEM);
                return Flow.NEXT;
            }
            collapsing.begin(
                    Math.max(at, vma.start()),
                    Math.min(end, vma.end()),
                    cpu.mm().cowRules().collapsesNothing());
            at = vma.end();
        }
        Vma vma = mm.findVma(collapsing.at());
        collapsesFile = vma != null && CollapseFile.takes(vma);
        actor.call(collapsesFile ? file().of(mm, collapsing.at()) : anonymous().of(mm, collapsing.at()));
        return Flow.NEXT;
    }

    private int collapsed() {
        if (collapsesFile) {
            collapsing.note(file().outcome(), file().result());
        } else {
            collapsing.note(anonymous().outcome(), anonymous().result());
        }
        return Flow.RESTART;
    }

    private CollapseHugePage anonymous() {
        return Objects.requireNonNull(collapse);
    }

    private CollapseFile file() {
        return Objects.requireNonNull(collapseFile);
    }

    private void zero(FileMapping mapping, long from, long to) {
        for (long index = from; index < to; index++) {
            int frame = mapping.page(index);
            if (frame != PhysicalMemory.NONE) {
                cpu.mm().memory().write(frame, 0);
            }
        }
    }

    private int populate(Actor actor, Vma vma) {
        if (populateAt < vma.start()) {
            answer(Errno.ENOMEM);
            return Flow.NEXT;
        }
        if (!vma.is(Vma.READ)) {
            answer(Errno.EINVAL);
            return Flow.NEXT;
        }
        if (actor.fatalSignalPending()) {
            // The check of __get_user_pages before each page; pages that are there stay.
            answer(Errno.EINTR);
            return Flow.NEXT;
        }
        actor.call(cpu.handleMmFault(mm, vma, populateAt, vma.is(Vma.WRITE) ? HandleMmFault.WRITE : 0));
        return Flow.NEXT;
    }

    private int unsplitAndUnlock(Actor actor) {
        mm.unsplitAt(end, cpu);
        mm.unsplitAt(start, cpu);
        return unlock(actor);
    }

    private int unlockShared(Actor actor) {
        mm.mmapLock().unlockShared(actor);
        return Flow.DONE;
    }
}
