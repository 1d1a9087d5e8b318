package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayDeque;
import java.util.Deque;

/** {@code iopt_table_remove_domain}: the end of a page table; memory that no other one shows is unpinned, the IOAS still says where it was. */
final class EmptyHwpt extends Operation<EmptyHwpt> {
    private static final Program<EmptyHwpt> STEPS = Program.<EmptyHwpt>of("iopt_table_remove_domain")
            .cpu("iopt_table_remove_domain", Cost.INCLUDED, (o, a) -> o.empty(a))
            .build();

    private final IommufdDriver driver;
    private final IommufdContext context;
    private final Hwpt hwpt;
    private final Deque<IoptArea> left = new ArrayDeque<>();
    private boolean begun;

    /**
     * The end of a table.
     *
     * @param driver iommufd
     * @param context where
     * @param hwpt which
     */
    EmptyHwpt(IommufdDriver driver, IommufdContext context, Hwpt hwpt) {
        super(STEPS);
        this.driver = driver;
        this.context = context;
        this.hwpt = hwpt;
    }

    private void start() {
        if (!begun) {
            begun = true;
            left.addAll(hwpt.ioas().areas());
            hwpt.ioas().domains().remove(hwpt);
            hwpt.ioas().unuse();
            context.remove(hwpt);
        }
    }

    private int empty(Actor actor) {
        if (!begun && !hwpt.ioas().lock().free()) {
            return Flow.BLOCKED;
        }
        start();
        IoptArea area = left.poll();
        if (area == null) {
            driver.kernel().iommu().freeDomain(hwpt.domain());
            return Flow.DONE;
        }
        actor.call(new UnmapAndUnpin(driver, area, hwpt));
        return Flow.AGAIN;
    }

    /** The rest at once; a release runs to its end whatever happens to the task. */
    @Override
    protected void abandoned() {
        start();
        left.forEach(area -> UnmapAndUnpin.now(driver, area, hwpt));
        left.clear();
        driver.kernel().iommu().freeDomain(hwpt.domain());
    }
}
