package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * A group without an IOMMU of its own ({@code iommu->external_domain}, later {@code VFIO_EMULATED_IOMMU}): mainline's mdev. MAP_DMA then
 * neither pins nor checks more than the form of its arguments.
 */
record EmulatedIommu() implements Attachment {
    @Override
    public @Nullable IommuDomain domain() {
        return null;
    }

    @Override
    public Errno attach(Mdev mdev) {
        return Errno.OK;
    }

    @Override
    public void detach(Mdev mdev) {
        // There is nothing to give back.
    }

    @Override
    public boolean emulated() {
        return true;
    }
}
