package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.vfio.mdev.Mdev;

/**
 * A container in its parent's own domain, by WarpDrive's patch of type1. A second container is refused with EBUSY: that one process at a time
 * is served is in the facts, where it was enforced and with which errno is UNVERIFIED.
 *
 * <p>V1 did not unmap at the detach of a group: the entries stay, and here the pages are unpinned all the same (UNVERIFIED), so the next
 * user's device reaches memory that nobody keeps for it.
 */
final class SharedDomain implements Attachment {
    private final VfioDriver driver;
    private final ParentDomain parent;
    private final boolean unmapsAtDetach;

    /**
     * Not yet attached.
     *
     * @param parent the domain
     * @param unmapsAtDetach false for V1
     */
    SharedDomain(VfioDriver driver, ParentDomain parent, boolean unmapsAtDetach) {
        this.driver = driver;
        this.parent = parent;
        this.unmapsAtDetach = unmapsAtDetach;
    }

    @Override
    public IommuDomain domain() {
        return parent.domain();
    }

    /** A container of queues of two devices would need both domains, which is left out. */
    @Override
    public Errno attach(Mdev mdev) {
        if (driver.parentDomain(mdev.parent()) != parent) {
            return Errno.EINVAL;
        }
        return parent.join(this) ? Errno.OK : Errno.EBUSY;
    }

    @Override
    public void detach(Mdev mdev) {
        parent.leave();
    }

    @Override
    public boolean unmapsAtDetach() {
        return unmapsAtDetach;
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
