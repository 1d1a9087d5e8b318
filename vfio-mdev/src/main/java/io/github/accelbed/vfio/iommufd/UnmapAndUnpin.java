package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

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
    private final IoptArea area;
    private final Hwpt hwpt;
    private int done;

    /**
     * The end of an area in a domain.
     *
     * @param driver iommufd
     * @param area what
     * @param hwpt where
     */
    UnmapAndUnpin(IommufdDriver driver, IoptArea area, Hwpt hwpt) {
        super(STEPS);
        this.driver = driver;
        this.area = area;
        this.hwpt = hwpt;
    }

    private int unmap(Actor actor) {
        for (long vpn = area.start(); vpn < area.end(); vpn++) {
            hwpt.domain().table().set(vpn, 0);
        }
        done = 1;
        actor.charge(area.count());
        return Flow.NEXT;
    }

    private int sync() {
        driver.kernel().iommu().invalidate(hwpt.domain(), area.start(), area.end());
        done = 2;
        return Flow.NEXT;
    }

    private int unpin(Actor actor) {
        actor.charge(unpin());
        done = 3;
        return Flow.DONE;
    }

    private int unpin() {
        if (!area.memory().leave()) {
            return 0;
        }
        int pages = area.memory().unpin();
        driver.account().uncharge(area.memory());
        return pages;
    }

    /** The rest at once. */
    @Override
    protected void abandoned() {
        if (done < 1) {
            for (long vpn = area.start(); vpn < area.end(); vpn++) {
                hwpt.domain().table().set(vpn, 0);
            }
        }
        if (done < 2) {
            sync();
        }
        if (done < 3) {
            unpin();
        }
        done = 3;
    }

    /** All of it outside time. */
    static void now(IommufdDriver driver, IoptArea area, Hwpt hwpt) {
        new UnmapAndUnpin(driver, area, hwpt).abandoned();
    }
}
