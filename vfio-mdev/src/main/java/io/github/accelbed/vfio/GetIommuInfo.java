package io.github.accelbed.vfio;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_IOMMU_GET_INFO}: what the program may map. EINVAL before SET_IOMMU, as the container's other calls. Left out: the sizes of pages,
 * the capabilities MIGRATION and IOVA_RANGE, and that DMA_AVAIL is told from about 5.10 on only (UNVERIFIED).
 */
public final class GetIommuInfo extends AccessOperation<GetIommuInfo> implements Valued {
    private static final Program<GetIommuInfo> STEPS = Program.<GetIommuInfo>of("VFIO_IOMMU_GET_INFO")
            .cpu("vfio_iommu_type1_get_info", Cost.SYSCALL, (o, a) -> o.get())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final @Nullable Container container;
    private long available;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container on which container's descriptor; null if there is none
     */
    public GetIommuInfo(VfioDriver driver, Task task, @Nullable Container container) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.container = container;
    }

    /** The capability DMA_AVAIL: mappings that the limit still allows; 0 on kernels without a limit. */
    @Override
    public String value() {
        return Long.toString(available);
    }

    private int get() {
        answer(Type1Call.enterContainer(task, container));
        Type1Iommu iommu = container == null ? null : container.iommu();
        if (result().ok() && iommu != null) {
            available = driver.rules().limitsMappings()
                    ? driver.kernel().config().maxMaps() - iommu.mappings().size()
                    : 0;
        }
        return Flow.DONE;
    }
}
