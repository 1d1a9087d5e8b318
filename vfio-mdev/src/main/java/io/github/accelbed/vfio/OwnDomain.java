package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;

/**
 * A domain for each container, as if every queue had an IOMMU context of its own ({@code iommu_domain_alloc}, {@code
 * iommu_attach_group}): what the threads mean by VFIO.
 */
record OwnDomain(IommuDomain domain) implements Attachment {
    /** {@code iommu_domain_alloc}. */
    static Attachment of(VfioDriver driver) {
        return new OwnDomain(driver.kernel().iommu().allocDomain());
    }

    @Override
    public Errno attach(Mdev mdev) {
        return Errno.OK;
    }

    @Override
    public void detach(Mdev mdev) {
        // The domain goes with the container.
    }
}
