package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_IOMMU_UNMAP_DMA}, {@code vfio_dma_do_unmap} (drivers/vfio/vfio_iommu_type1.c). With TYPE1v2 a range may span many whole mappings
 * and holes, but must not cut one in two; TYPE1 takes a mapping away whole if the range has its first page, and nothing if it begins
 * inside.
 *
 * <p>Before 6.0 it stops without an error at a mapping that a process with another mm made, so the answer is OK and only {@link
 * #unmappedPages} tells. The kernel meets the mappings in the order of its tree, here they come in address order.
 */
public final class UnmapDma extends Type1Call<UnmapDma> {
    private static final Program<UnmapDma> STEPS = Program.<UnmapDma>of("VFIO_IOMMU_UNMAP_DMA")
            .cpu("vfio_iommu_type1_unmap_dma", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("vfio_dma_do_unmap", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .returned((o, a) -> o.removeNext(a))
            .cpu("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final VfioDriver driver;
    private final UnmapRequest request;
    private final long start;
    private final long end;
    private final RemoveDma remove;
    private long unmapped;

    /**
     * An unmapping.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container the container, or null if the queue has none
     * @param start first page
     * @param pages how many
     */
    public UnmapDma(VfioDriver driver, Task task, @Nullable Container container, long start, long pages) {
        this(driver, task, container, UnmapRequest.of(start, pages));
    }

    /**
     * An unmapping as the program asks for it.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container the container, or null if the queue has none
     * @param request what is to be unmapped, and how
     */
    public UnmapDma(VfioDriver driver, Task task, @Nullable Container container, UnmapRequest request) {
        super(STEPS, task, container);
        this.driver = driver;
        this.request = request;
        start = request.start();
        end = request.end();
        remove = new RemoveDma(driver);
    }

    /** The size that the call returns, in pages; the truth where the errno is not. */
    long unmappedPages() {
        return unmapped;
    }

    private int unmap(Actor actor) {
        Errno checked = check();
        Errno why = checked.ok() && request.vaddrOnly() ? invalidateVaddrs() : checked;
        if (!why.ok()) {
            return fail(why);
        }
        return request.vaddrOnly() ? Flow.NEXT : removeNext(actor);
    }

    private int removeNext(Actor actor) {
        DmaMapping mapping = iommu().find(start, end);
        if (mapping != null
                && (driver.rules().foreignMmMayUnmap() || sameMm(mapping))
                && (iommu().v2() || mapping.from() >= start)) {
            unmapped += mapping.pages();
            actor.call(remove.of(iommu(), mapping));
        }
        return Flow.NEXT;
    }

    private Errno check() {
        if (request.vaddrOnly()
                && driver.rules().excludesMdevsFromVaddr()
                && container().groups().stream().anyMatch(group -> !group.iommuBacked())) {
            return Errno.EBUSY;
        }
        return iommu().v2() && (cuts(start) || cuts(end)) ? Errno.EINVAL : Errno.OK;
    }

    /** All of them or, if one is invalid already, none. */
    private Errno invalidateVaddrs() {
        List<DmaMapping> invalidated = new ArrayList<>();
        for (DmaMapping mapping : iommu().mappings()) {
            if (mapping.from() >= start && mapping.to() <= end) {
                if (!mapping.vaddrValid()) {
                    invalidated.forEach(DmaMapping::validateVaddr);
                    unmapped = 0;
                    return Errno.EINVAL;
                }
                mapping.invalidateVaddr();
                invalidated.add(mapping);
                unmapped += mapping.pages();
            }
        }
        return Errno.OK;
    }

    /** Whether a border of the range lies inside a mapping. */
    private boolean cuts(long border) {
        DmaMapping mapping = iommu().find(border, border + 1);
        return mapping != null && mapping.from() < border;
    }

    /** {@code dma->task->mm == current->mm}; a dead task has no mm. */
    private boolean sameMm(DmaMapping mapping) {
        return mapping.task().alive() && mapping.task().mm() == task().mm();
    }

    @Override
    Errno checkArguments() {
        return request.check(driver.rules());
    }
}
