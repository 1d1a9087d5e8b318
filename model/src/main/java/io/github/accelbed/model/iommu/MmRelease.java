package io.github.accelbed.model.iommu;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/** {@code arm_smmu_mm_release}: drivers that asked for it stop their queues, then the context descriptor is made quiet. */
final class MmRelease extends Operation<MmRelease> {
    private static final Program<MmRelease> STEPS = Program.<MmRelease>of("arm_smmu_mm_release")
            .cpu("mm_exit", Cost.INCLUDED, (o, a) -> o.next(a))
            .iommu("arm_smmu_write_ctx_desc(quiet_cd), TLBI, CMD_SYNC", Cost.IOTLB_INVALIDATION, (o, a) -> o.quiet())
            .build();

    private final Iommu iommu;
    private final IommuDomain domain;
    private final List<Operation<?>> mmExit;
    private int index;

    MmRelease(Iommu iommu, IommuDomain domain, List<Operation<?>> mmExit) {
        super(STEPS);
        this.iommu = iommu;
        this.domain = domain;
        this.mmExit = List.copyOf(mmExit);
    }

    private int next(Actor actor) {
        if (index == mmExit.size()) {
            return Flow.PASS;
        }
        actor.call(mmExit.get(index++));
        return index == mmExit.size() ? Flow.NEXT : Flow.AGAIN;
    }

    private int quiet() {
        domain.makeQuiet();
        iommu.invalidate(domain, 0, PageTable.PAGES);
        return Flow.DONE;
    }
}
