package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code uacce_fops_mmap}, with mmap_lock held for writing, and {@code hisi_qm_uacce_mmap} below it: MMIO may be mapped in part, DUS only
 * whole.
 */
final class FopsMmap extends Operation<FopsMmap> {
    private static final Program<FopsMmap> STEPS = Program.<FopsMmap>of("uacce_fops_mmap")
            .cpu("uacce_fops_mmap", Cost.INCLUDED, (o, a) -> o.checkOffset())
            .mutexLock("mutex_lock", o -> o.queue.regionLock())
            .cpu("state, q->qfrs", Cost.INCLUDED, (o, a) -> o.check())
            .cpu("hisi_qm_uacce_mmap", Cost.INCLUDED, (o, a) -> o.callDriver())
            .mutexUnlock("mutex_unlock", o -> o.queue.regionLock())
            .build();

    private final UacceQueue queue;
    private final @Nullable RegionKind region;
    private final long pages;
    private boolean reserved;

    FopsMmap(UacceQueue queue, long pgoff, long pages) {
        super(STEPS);
        this.queue = queue;
        region = UacceDriver.regionAt(pgoff);
        this.pages = pages;
    }

    /** Gives the slot back, when the area could not be put in after all. */
    void undo() {
        if (reserved && region != null) {
            queue.regions().remove(region);
        }
    }

    private int checkOffset() {
        if (region == null) {
            return fail(UacceCase.MMAP_BAD_OFFSET);
        }
        // uacce_qfile_region
        return queue.driver().kernel().fails(Allocation.SLAB) ? fail(Errno.ENOMEM) : Flow.NEXT;
    }

    private RegionKind kind() {
        return Objects.requireNonNull(region, "not checked");
    }

    private int fail(UacceCase situation) {
        return fail(queue.driver().rules().answer(situation));
    }

    private int check() {
        if (queue.state() == UacceState.ZOMBIE) {
            return fail(queue.owner().registered() ? UacceCase.MMAP_ZOMBIE : UacceCase.MMAP_REMOVED);
        }
        if (queue.regions().contains(kind())) {
            return fail(UacceCase.MMAP_TWICE);
        }
        Errno started = queue.driver().rules().answer(UacceCase.MMAP_STARTED);
        return queue.state() == UacceState.STARTED && !started.ok() ? fail(started) : Flow.NEXT;
    }

    private int callDriver() {
        queue.noteDriverCall();
        if (!sizeFits(kind())) {
            return fail(UacceCase.MMAP_BAD_SIZE);
        }
        reserved = true;
        queue.regions().add(kind());
        return Flow.NEXT;
    }

    private boolean sizeFits(RegionKind kind) {
        int whole = UacceDriver.regionPages(kind);
        return kind == RegionKind.DUS ? pages == whole : pages <= whole;
    }
}
