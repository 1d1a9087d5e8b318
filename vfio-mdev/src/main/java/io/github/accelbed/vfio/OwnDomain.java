package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * A domain for each container, as if every queue had an IOMMU context of its own ({@code iommu_domain_alloc}, {@code
 * iommu_attach_group}): what the threads mean by VFIO.
 */
record OwnDomain(Iommu iommu, IommuDomain domain) implements Attachment {
    /** {@code iommu_domain_alloc}. */
    static @Nullable Attachment of(VfioDriver driver) {
        Iommu iommu = driver.kernel().iommu();
        IommuDomain domain = iommu.allocDomain();
        return domain == null ? null : new OwnDomain(iommu, domain);
    }

    @Override
    public Errno attach(Mdev mdev) {
        return Errno.OK;
    }

    @Override
    public void detach(Mdev mdev) {
        // The domain goes with the container.
    }

    @Override
    public void free() {
        iommu.freeDomain(domain);
    }
}
