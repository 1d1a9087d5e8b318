package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code iopt_area_unfill_domain}: an area leaves a domain; with the last domain its memory is unpinned, after the IOTLB was synced. One
 * sync an area: the kernel's batches are left out.
 */
final class UnmapAndUnpin extends Operation<UnmapAndUnpin> {
    private static final Program<UnmapAndUnpin> STEPS = Program.<UnmapAndUnpin>of("iopt_area_unfill_domain")
            .cpu("iommu_unmap", Cost.IOMMU_UNMAP_PER_PAGE, (o, a) -> o.unmap(a))
            .iommu("iommu_iotlb_sync", Cost.IOTLB_INVALIDATION, (o, a) -> o.sync())
            .cpu("unpin_user_pages", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .build();

    private final IommufdDriver driver;
    private @Nullable IoptArea area;
    private @Nullable Hwpt hwpt;

    /** Ends of areas in domains, one after the other. */
    UnmapAndUnpin(IommufdDriver driver) {
        super(STEPS);
        this.driver = driver;
    }

    /**
     * Prepares the end of an area in a domain.
     *
     * @param where the domain's table
     */
    UnmapAndUnpin of(IoptArea what, Hwpt where) {
        area = what;
        hwpt = where;
        return this;
    }

    private IoptArea area() {
        return Objects.requireNonNull(area, "not prepared");
    }

    private IommuDomain domain() {
        return Objects.requireNonNull(hwpt, "not prepared").domain();
    }

    private int unmap(Actor actor) {
        for (long vpn = area().start(); vpn < area().end(); vpn++) {
            domain().table().set(vpn, 0);
        }
        actor.charge(area().count());
        return Flow.NEXT;
    }

    private int sync() {
        driver.kernel().iommu().invalidate(domain(), area().start(), area().end());
        return Flow.NEXT;
    }

    private int unpin(Actor actor) {
        IoptPages memory = area().memory();
        actor.charge(0);
        if (memory.leave()) {
            actor.charge(memory.unpin());
            driver.account().uncharge(memory);
        }
        return Flow.DONE;
    }
}
