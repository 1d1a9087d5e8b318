package io.github.accelbed.model.iommu;

import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuNotifier;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct iommu_mm_data} with its SVA domain: a process's page table bound to a PASID, as {@code arm-smmu-v3-sva.c} does it.
 *
 * <p>It shares the CPU's table, so only cached translations have to be invalidated. When the mm dies the context descriptor is made
 * quiet before any page is freed, so DMA still in flight is dropped without a report; the PASID stays until the mm is destroyed.
 */
public final class SvaBinding implements MmuNotifier {
    private final Iommu iommu;
    private final MmStruct mm;
    private final int pasid;
    private final IommuDomain domain;
    private final List<Operation<?>> mmExit = new ArrayList<>();
    private int users = 1;
    private boolean hearsBroadcasts;

    SvaBinding(Iommu iommu, MmStruct mm, int pasid, IommuDomain domain) {
        this.iommu = iommu;
        this.mm = mm;
        this.pasid = pasid;
        this.domain = domain;
    }

    /**
     * Whose table.
     *
     * @return the mm
     */
    public MmStruct mm() {
        return mm;
    }

    /**
     * Its PASID.
     *
     * @return 1 or more
     */
    public int pasid() {
        return pasid;
    }

    /**
     * The domain that the device's transactions with this PASID use.
     *
     * @return an SVA domain
     */
    public IommuDomain domain() {
        return domain;
    }

    /**
     * How many binds are not yet undone.
     *
     * @return 0 once unbound
     */
    public int users() {
        return users;
    }

    /**
     * {@code mm_exit} (5.7 to 5.9): a driver's own work when the mm dies, done before the pages go.
     *
     * @param work the operation to run
     */
    public void onMmExit(Operation<?> work) {
        mmExit.add(work);
    }

    /**
     * Takes such work back, where the driver's bond goes before the mm does.
     *
     * @param work what {@link #onMmExit} was given
     */
    public void forgetMmExit(Operation<?> work) {
        mmExit.remove(work);
    }

    /** {@code iommu_sva_unbind_device}: one user fewer. */
    public void unbind() {
        if (users == 0) {
            throw new ModelException("unbound too often");
        }
        if (--users == 0) {
            iommu.invalidate(domain, 0, PageTable.PAGES);
            domain.makeQuiet();
            iommu.unbound(this);
        }
    }

    /** The driver leaves the IOMMU's TLB to the CPUs' broadcasts (BTM). */
    public void hearBroadcasts() {
        hearsBroadcasts = true;
    }

    @Override
    public boolean hearsBroadcasts() {
        return hearsBroadcasts;
    }

    void use() {
        users++;
    }

    @Override
    public void invalidateSecondaryTlbs(MmStruct changed, long start, long end) {
        iommu.invalidate(domain, start, end);
    }

    @Override
    public boolean keepsPermissions() {
        return iommu.keepsPermissions();
    }

    @Override
    public @Nullable Operation<?> release(MmStruct dying) {
        return new MmRelease(iommu, domain, mmExit);
    }
}
