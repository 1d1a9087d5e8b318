package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A call that VFIO never had: MAP_DMA of the caller's whole address space, as it is now, each area with its own rights. It pins every page
 * of every area that can be pinned, touched or not, and charges it; areas of devices, those that nobody may read, and shared writable files
 * where they refuse long-term pins (6.5 on) are passed over. What is registered already stays as it is, so a second call adds what came
 * since. All or nothing, with MAP_DMA's checks for each area.
 */
public final class RegisterMm extends Type1Call<RegisterMm> {
    private static final Program<RegisterMm> STEPS = Program.<RegisterMm>of("register mm")
            .cpu("ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("for each area", Cost.INCLUDED, (o, a) -> o.collect(a))
            .waits()
            .undo("vfio_remove_dma", Cost.INCLUDED, (o, a) -> o.removeLast(a))
            .returned((o, a) -> o.removeLast(a))
            .cpu("vfio_pin_map_dma", Cost.INCLUDED, (o, a) -> o.grow(a))
            .returned((o, a) -> a.returned().ok() ? o.grow(a) : o.fail(a.returned()))
            .cpu("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private record Range(long start, long end, boolean write) {}

    private final VfioDriver driver;
    private final Queue<Range> left = new ArrayDeque<>();
    private final ArrayDeque<DmaMapping> made = new ArrayDeque<>();
    private final PinMapDma round;
    private final RemoveDma remove;
    private @Nullable Range range;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls and whose address space it is
     * @param container the container, or null if the queue has none
     */
    public RegisterMm(VfioDriver driver, Task task, @Nullable Container container) {
        super(STEPS, task, container);
        this.driver = driver;
        round = new PinMapDma(driver, task.cpu());
        remove = new RemoveDma(driver);
    }

    private int collect(Actor actor) {
        if (!task().mm().mmapLock().lockShared(actor)) {
            return Flow.BLOCKED;
        }
        for (Vma vma : task().mm().vmas()) {
            if (pinnable(vma)) {
                collect(vma);
            }
        }
        task().mm().mmapLock().unlockShared(actor);
        return Flow.NEXT;
    }

    private boolean pinnable(Vma vma) {
        FileMapping file = vma.mapping();
        boolean refused = driver.kernel().mm().cowRules().refusesLongtermWriteToFile()
                && vma.is(Vma.SHARED)
                && vma.is(Vma.WRITE)
                && file != null
                && !file.shmem();
        return !refused && !vma.is(Vma.PFNMAP) && vma.is(Vma.READ);
    }

    private void collect(Vma vma) {
        long at = vma.start();
        while (at < vma.end()) {
            DmaMapping known = iommu().find(at, vma.end());
            long end = known == null ? vma.end() : known.from();
            if (end > at) {
                left.add(new Range(at, end, vma.is(Vma.WRITE)));
            }
            at = known == null ? vma.end() : known.to();
        }
    }

    /** Pins and maps the next pages, those of the next area when one is done. */
    private int grow(Actor actor) {
        DmaMapping growing = made.peekLast();
        if (growing == null || range == null || growing.to() == range.end()) {
            range = left.poll();
            if (range == null) {
                return Flow.PASS;
            }
            Errno why = MapDma.check(driver, container(), iommu(), range.start(), range.end() - range.start());
            if (!why.ok()) {
                return fail(why);
            }
            growing = new DmaMapping(driver, range.start(), range.start(), range.write(), task());
            iommu().link(growing);
            made.addLast(growing);
        }
        actor.call(round.of(iommu(), growing, range.end()));
        return Flow.NEXT;
    }

    private int removeLast(Actor actor) {
        DmaMapping last = made.pollLast();
        if (last == null) {
            return Flow.PASS;
        }
        actor.call(remove.of(iommu(), last));
        return Flow.NEXT;
    }
}
