package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** {@code iopt_table_remove_domain}: the end of a page table; memory that no other one shows is unpinned, the IOAS still says where it was. */
final class EmptyHwpt extends Operation<EmptyHwpt> {
    private static final Program<EmptyHwpt> STEPS = Program.<EmptyHwpt>of("iopt_table_remove_domain")
            .cpu("down_write domains_rwsem, iova_rwsem", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("iopt_unfill_domain", Cost.INCLUDED, (o, a) -> o.emptyNext(a))
            .returned((o, a) -> o.emptyNext(a))
            .cpu("iommu_domain_free", Cost.INCLUDED, (o, a) -> o.free(a))
            .build();

    private final IommufdDriver driver;
    private final UnmapAndUnpin unmap;
    private final Queue<IoptArea> left = new ArrayDeque<>();
    private @Nullable IommufdContext context;
    private @Nullable Hwpt hwpt;

    /** Ends of tables, one after the other. */
    EmptyHwpt(IommufdDriver driver) {
        super(STEPS);
        this.driver = driver;
        unmap = new UnmapAndUnpin(driver);
    }

    /**
     * Prepares the end of a table.
     *
     * @param in where it is
     */
    EmptyHwpt of(IommufdContext in, Hwpt table) {
        context = in;
        hwpt = table;
        return this;
    }

    private Hwpt hwpt() {
        return Objects.requireNonNull(hwpt, "not prepared");
    }

    private int lock(Actor actor) {
        Ioas ioas = hwpt().ioas();
        if (!ioas.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        left.addAll(ioas.areas());
        ioas.domains().remove(hwpt());
        ioas.unuse();
        if (context != null) {
            context.remove(hwpt());
        }
        return Flow.NEXT;
    }

    private int emptyNext(Actor actor) {
        IoptArea area = left.poll();
        if (area == null) {
            return Flow.PASS;
        }
        actor.call(unmap.of(area, hwpt()));
        return Flow.NEXT;
    }

    private int free(Actor actor) {
        driver.kernel().iommu().freeDomain(hwpt().domain());
        hwpt().ioas().lock().unlock(actor);
        return Flow.DONE;
    }
}
