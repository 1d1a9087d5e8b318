package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import org.jspecify.annotations.Nullable;

/**
 * An auxiliary domain ({@code iommu_aux_attach_device}): the container's domain under a PASID of the parent, so many containers are served
 * side by side without any page request. mdevs in one container join its domain and share the PASID, as VT-d does it (UNVERIFIED).
 *
 * <p>ENODEV if no PASID is left (VT-d's answer, UNVERIFIED). On a machine or a device without PASIDs the feature is off and the whole parent is attached
 * ({@code iommu_attach_device}), which a second container is refused with EBUSY.
 */
final class AuxDomain implements Attachment {
    private final VfioDriver driver;
    private final MdevParent parent;
    private final IommuDomain domain;
    private int groups;
    private int pasid;

    private AuxDomain(VfioDriver driver, MdevParent parent, IommuDomain domain) {
        this.driver = driver;
        this.parent = parent;
        this.domain = domain;
    }

    /**
     * Not yet attached.
     *
     * @param parent of which device
     * @return it, or null if there is no memory for the domain
     */
    static @Nullable Attachment of(VfioDriver driver, MdevParent parent) {
        IommuDomain domain = driver.kernel().iommu().allocDomain();
        return domain == null ? null : new AuxDomain(driver, parent, domain);
    }

    @Override
    public void free() {
        driver.kernel().iommu().freeDomain(domain);
    }

    @Override
    public IommuDomain domain() {
        return domain;
    }

    /** {@code iommu_aux_get_pasid}: 0 if it is not attached, or without PASID. */
    @Override
    public int pasid() {
        return pasid;
    }

    private boolean withoutPasids() {
        return driver.kernel().iommu().maxPasids() == 0 || parent.device().maxPasids() == 0;
    }

    @Override
    public Errno attach(Mdev mdev) {
        if (withoutPasids()) {
            return driver.parentDomain(parent).join(this) ? Errno.OK : Errno.EBUSY;
        }
        if (groups == 0) {
            pasid = driver.kernel().iommu().allocPasid(domain);
        }
        if (pasid == 0) {
            return Errno.ENODEV;
        }
        groups++;
        return Errno.OK;
    }

    @Override
    public void detach(Mdev mdev) {
        if (withoutPasids()) {
            driver.parentDomain(parent).leave();
        } else if (--groups == 0) {
            driver.kernel().iommu().freePasid(pasid);
            pasid = 0;
        }
    }
}
