package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ksmd ({@code cmp_and_merge_page}, mm/ksm.c) at the pages of a range, or at all mergeable memory, as if it had come by often enough: a page goes to a KSM page with the same
 * contents (the stable tree), else with another page of the same contents in any area that is mergeable (the unstable tree) it becomes one. If the other does not
 * join, the page's only mapping is broken up again ({@code break_cow}), and both are if there is no memory for the tree's node; then it comes by again.
 *
 * <p>Of a range it answers for the first page that is not shared afterwards: EFAULT if nothing is there, EINVAL outside of mergeable areas, EAGAIN if nothing is like
 * it or somebody else refers to it. Left out: huge pages, which the kernel would split; {@code use_zero_pages}, {@code max_page_sharing}.
 */
public final class Ksmd extends Operation<Ksmd> {
    private static final Program<Ksmd> STEPS = Program.<Ksmd>of("cmp_and_merge_page")
            .kernel("scan_get_next_rmap_item", Cost.INCLUDED, (o, a) -> o.next(a))
            .waits()
            .kernel("stable_tree_search, unstable_tree_search_insert", Cost.COPY_PAGE, (o, a) -> o.search())
            .kernel("try_to_merge_one_page", Cost.INCLUDED, (o, a) -> o.mergeFirst(a))
            .returned((o, a) -> o.afterFirst())
            .kernel("try_to_merge_with_ksm_page", Cost.INCLUDED, (o, a) -> o.mergeSecond(a))
            .returned((o, a) -> Flow.NEXT)
            .kernel("stable_tree_insert", Cost.INCLUDED, (o, a) -> o.insert())
            .kernel("break_cow", Cost.INCLUDED, (o, a) -> o.breakCow(a))
            .waits()
            .returned((o, a) -> o.broken(a))
            .kernel("put_page", Cost.INCLUDED, (o, a) -> o.put())
            .build();

    private final Cpu cpu;
    private final boolean whole;
    private @Nullable MmStruct mm;
    private long end;
    private final MergeOnePage merge;
    private long at;
    private @Nullable MmStruct otherMm;
    private long otherAt;
    private boolean joined;
    private boolean withoutNode;
    private boolean otherBroken;

    @Frames(Frames.Form.NUMBER)
    private int frame = PhysicalMemory.NONE;

    @Frames(Frames.Form.NUMBER)
    private int other = PhysicalMemory.NONE;

    /**
     * A look at a range.
     *
     * @param cpu ksmd
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     */
    public Ksmd(Cpu cpu, MmStruct mm, long start, long pages) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        at = start;
        end = start + pages;
        merge = new MergeOnePage(cpu);
        whole = false;
    }

    /**
     * Looks at all mergeable areas of all processes, and answers OK.
     *
     * @param cpu ksmd
     */
    public Ksmd(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
        merge = new MergeOnePage(cpu);
        whole = true;
    }

    private MmStruct mm() {
        return Objects.requireNonNull(mm, "no area chosen");
    }

    /** {@code scan_get_next_rmap_item}: goes on to the next mergeable area behind what it has seen; the youngest process comes last. */
    private boolean nextArea() {
        List<MmStruct> all = whole ? cpu.mm().mms() : List.of();
        int from = mm == null ? 0 : Math.max(all.indexOf(mm), 0);
        for (MmStruct space : all.subList(Math.min(from, all.size()), all.size())) {
            long seen = space == mm ? end : 0;
            for (Vma vma : space.vmas()) {
                if (vma.is(Vma.MERGEABLE) && vma.end() > seen) {
                    mm = space;
                    at = Math.max(vma.start(), seen);
                    end = vma.end();
                    return true;
                }
            }
        }
        return false;
    }

    private PhysicalMemory memory() {
        return cpu.mm().memory();
    }

    /** The frame of a page that may be merged, or NONE. */
    private int candidate(MmStruct space, long vpn) {
        long pte = space.pageTable().walk(vpn);
        boolean small = Pte.present(pte) && (pte & (Pte.SPECIAL | Pte.HUGE)) == 0;
        boolean anon = small && memory().isAnon(Pte.frame(pte)) && !memory().isCompound(Pte.frame(pte));
        return anon ? Pte.frame(pte) : PhysicalMemory.NONE;
    }

    private int next(Actor actor) {
        if (at == end && !nextArea()) {
            return Flow.DONE;
        }
        if (mm().mmapLock().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        Vma vma = mm().findVma(at);
        frame = vma != null && vma.is(Vma.MERGEABLE) ? candidate(mm(), at) : PhysicalMemory.NONE;
        if (frame == PhysicalMemory.NONE || memory().isKsm(frame)) {
            if (frame == PhysicalMemory.NONE) {
                answerFirst(vma == null || vma.is(Vma.MERGEABLE) ? Errno.EFAULT : Errno.EINVAL);
            }
            frame = PhysicalMemory.NONE;
            at++;
            return Flow.AGAIN;
        }
        if (memory().slabFails()) {
            // alloc_rmap_item: the round ends, and the next one begins with this page.
            frame = PhysicalMemory.NONE;
            return Flow.AGAIN;
        }
        memory().get(frame, 1);
        return Flow.NEXT;
    }

    private void answerFirst(Errno errno) {
        if (!whole && result().ok()) {
            answer(errno);
        }
    }

    /** A KSM page with the same contents, else a page that may become one. */
    private int search() {
        other = PhysicalMemory.NONE;
        joined = false;
        boolean found = look(true) || look(false);
        if (!found) {
            answerFirst(Errno.EAGAIN);
            return put();
        }
        memory().get(other, 1);
        return Flow.NEXT;
    }

    private boolean look(boolean stable) {
        for (MmStruct space : cpu.mm().mms()) {
            for (Vma vma : space.vmas()) {
                PageTable table = space.pageTable();
                long vpn = vma.is(Vma.MERGEABLE) ? table.nextMapped(vma.start(), vma.end()) : -1;
                while (vpn >= 0) {
                    int its = candidate(space, vpn);
                    if (its != PhysicalMemory.NONE
                            && its != frame
                            && memory().isKsm(its) == stable
                            && memory().read(its) == memory().read(frame)) {
                        other = its;
                        otherMm = space;
                        otherAt = vpn;
                        return true;
                    }
                    vpn = table.nextMapped(vpn + 1, vma.end());
                }
            }
        }
        return false;
    }

    private int mergeFirst(Actor actor) {
        actor.call(merge.of(mm(), at, frame, memory().isKsm(other) ? other : PhysicalMemory.NONE));
        return Flow.NEXT;
    }

    private int afterFirst() {
        joined = merge.merged() && memory().isKsm(other);
        return Flow.NEXT;
    }

    private int mergeSecond(Actor actor) {
        if (!merge.merged() || joined) {
            return Flow.PASS;
        }
        actor.call(merge.of(Objects.requireNonNull(otherMm), otherAt, other, frame));
        return Flow.NEXT;
    }

    /** A page that is new in the stable tree needs a node there. */
    private int insert() {
        if (joined || !merge.merged()) {
            return Flow.PASS;
        }
        withoutNode = memory().slabFails();
        joined = !withoutNode;
        return Flow.NEXT;
    }

    /** The other did not join, or there is no node: a KSM page is given up by a fault in each place. */
    private int breakCow(Actor actor) {
        if (joined || !memory().isKsm(frame)) {
            return Flow.PASS;
        }
        MmStruct space = breaking();
        long vpn = withoutNode && !otherBroken ? otherAt : at;
        if (!space.mmapLock().lockShared(actor)) {
            return Flow.BLOCKED;
        }
        Vma vma = space.findVma(vpn);
        if (vma == null
                || candidate(space, vpn) != frame
                || !BreakKsm.breaks(cpu, space.pageTable().walk(vpn))) {
            return broken(actor);
        }
        actor.call(cpu.handleMmFault(space, vma, vpn, cpu.mm().cowRules().breakKsmFault()));
        return Flow.NEXT;
    }

    private MmStruct breaking() {
        return withoutNode && !otherBroken ? Objects.requireNonNull(otherMm) : mm();
    }

    private int broken(Actor actor) {
        breaking().mmapLock().unlockShared(actor);
        if (withoutNode && !otherBroken) {
            otherBroken = true;
            return Flow.AGAIN;
        }
        return Flow.NEXT;
    }

    private int put() {
        if (other != PhysicalMemory.NONE) {
            memory().put(other, 1);
            if (!joined && !withoutNode) {
                answerFirst(Errno.EAGAIN);
            }
        }
        memory().put(frame, 1);
        frame = PhysicalMemory.NONE;
        other = PhysicalMemory.NONE;
        otherMm = null;
        otherAt = 0;
        at += withoutNode ? 0 : 1;
        withoutNode = false;
        otherBroken = false;
        return Flow.RESTART;
    }
}
