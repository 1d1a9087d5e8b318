package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_IOMMU_UNBIND}, {@code vfio_iommu_type1_unbind_process} of the posting of May 2018 ({@link VfioMm}): takes the caller's address
 * space from all groups of a container. ESRCH if it is not bound. Left out: VFIO_IOMMU_BIND_PID, by which another's is taken away.
 */
public final class UnbindMm extends Type1Call<UnbindMm> {
    private static final Program<UnbindMm> STEPS = Program.<UnbindMm>of("VFIO_IOMMU_UNBIND")
            .cpu("vfio_iommu_type1_unbind_process", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .iommu("vfio_iommu_unbind, TLBI", Cost.IOTLB_INVALIDATION, (o, a) -> o.unbind())
            .cpu("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    /**
     * A call.
     *
     * @param task who calls
     * @param container on which container's descriptor, or null if the queue has none
     */
    public UnbindMm(Task task, @Nullable Container container) {
        super(STEPS, task, container);
    }

    private int unbind() {
        VfioMm known = iommu().mm(task().mm());
        if (known == null) {
            return fail(Errno.ESRCH);
        }
        known.unbind();
        iommu().mms().remove(known);
        return Flow.NEXT;
    }
}
