package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code ib_uverbs_mmap} and {@code mlx5_ib_mmap} of a page of doorbell registers (UAR). The area holds the context's file, and a fork copies it. EINVAL
 * for what an adapter does not have. Left out: the areas that the library maps for itself at open.
 */
final class MapUar extends UverbsCommand<MapUar> {
    private static final Program<MapUar> STEPS = Program.<MapUar>of("mmap UAR")
            .cpu("ksys_mmap_pgoff", Cost.INCLUDED, (o, a) -> o.check())
            .undo("fput", Cost.INCLUDED, (o, a) -> o.leaveFailed(a))
            .calls("vm_mmap_pgoff, ib_uverbs_mmap", Cost.INCLUDED, o -> o.mmap)
            .cpu("fput", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final RegionKind kind;
    private final Mmap mmap;

    MapUar(Task task, QueuePair queue, RegionKind kind) {
        super(STEPS, task, queue.context());
        this.kind = kind;
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP;
        mmap = new Mmap(
                task.cpu(),
                task.mm(),
                queue.regionPage(kind),
                1,
                flags,
                null,
                queue.context().file());
    }

    private int check() {
        Errno refused = refusedAtEntry();
        if (!refused.ok() || kind != RegionKind.MMIO) {
            return fail(refused.ok() ? Errno.EINVAL : refused);
        }
        enter();
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        leave(actor);
        return Flow.DONE;
    }
}
