package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code exit_mmap} and {@code mmu_notifier_release}: the last user left the address space. Subscribers are told before any page is
 * freed; then entries, areas and the files behind them go.
 *
 * <p>Whoever works on the memory of another process holds mm_users ({@code mmget_not_zero}) as long as mmap_lock; here the end waits
 * for that lock, and nobody new gets a page of a dead mm.
 */
public final class ExitMmap extends Operation<ExitMmap> {
    private static final Program<ExitMmap> STEPS = Program.<ExitMmap>of("exit_mmap")
            .cpu("mmu_notifier_release", Cost.INCLUDED, (o, a) -> o.releaseMirrors(a))
            .waits()
            .returned((o, a) -> o.range.end(a))
            .cpu("mn_hlist_release", Cost.INCLUDED, (o, a) -> o.releaseShared(a))
            .cpu("unmap_vmas", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .cpu("remove_vma", Cost.INCLUDED, (o, a) -> o.nextArea(a))
            .cpu("mmdrop", Cost.INCLUDED, (o, a) -> o.drop())
            .build();

    private final Cpu cpu;
    private final MmStruct mm;
    private final NotifierRange range;
    private final UnmapRange unmapRange;
    private List<MmuNotifier> toRelease = List.of();
    private int index;

    /**
     * The end of an address space.
     *
     * @param cpu the task that left it last
     * @param mm an mm without users
     */
    public ExitMmap(Cpu cpu, MmStruct mm) {
        super(STEPS);
        this.cpu = cpu;
        this.mm = mm;
        range = new NotifierRange(cpu);
        unmapRange = new UnmapRange(cpu, mm, NotifierEvent.UNMAP);
    }

    private int releaseMirrors(Actor actor) {
        if (!mm.mmapLock().free()) {
            return Flow.BLOCKED;
        }
        toRelease = new ArrayList<>(mm.notifiers().list());
        return range.start(actor, mm, 0, PageTable.PAGES, NotifierEvent.RELEASE);
    }

    private int releaseShared(Actor actor) {
        if (index == toRelease.size()) {
            return Flow.PASS;
        }
        Operation<?> work = null;
        while (work == null && index < toRelease.size()) {
            MmuNotifier notifier = toRelease.get(index++);
            mm.notifiers().unregister(notifier);
            work = notifier.release(mm);
        }
        if (work != null) {
            actor.call(work);
        }
        return index == toRelease.size() ? Flow.NEXT : Flow.AGAIN;
    }

    private int unmap(Actor actor) {
        actor.call(unmapRange.over(0, PageTable.PAGES));
        return Flow.NEXT;
    }

    private int nextArea(Actor actor) {
        if (mm.vmas().isEmpty()) {
            return Flow.PASS;
        }
        Vma vma = mm.vmas().get(0);
        Operation<?> release = Munmap.removeArea(cpu, mm, vma);
        if (release != null) {
            actor.call(release);
        }
        return Flow.AGAIN;
    }

    private int drop() {
        cpu.mm().forget(mm);
        mm.drop();
        return Flow.DONE;
    }
}
