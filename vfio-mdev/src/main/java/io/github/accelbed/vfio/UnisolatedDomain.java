package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;

/**
 * The one domain of a parent device, shared by all who ask: what the containers of its mdevs would have if nothing told their transactions
 * apart. No kernel has it; it shows what the isolation of groups is for.
 */
record UnisolatedDomain(ParentDomain parent) implements Attachment {
    @Override
    public IommuDomain domain() {
        return parent.domain();
    }

    @Override
    public Errno attach(Mdev mdev) {
        return Errno.OK;
    }

    @Override
    public void detach(Mdev mdev) {
        // The domain stays for the others.
    }

    @Override
    public void leave(long vpn, int frame) {
        parent.leftovers().put(vpn, frame);
    }

    @Override
    public long reachable(long mapped) {
        return mapped + parent.leftovers().size();
    }
}
