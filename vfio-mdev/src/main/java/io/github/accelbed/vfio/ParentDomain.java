package io.github.accelbed.vfio;

import io.github.accelbed.model.iommu.IommuDomain;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one domain of a parent device, which all its mdevs share: WarpDrive gave mdevs no IOMMU context of their own, so one process at a
 * time can use the device.
 */
final class ParentDomain {
    private final IommuDomain domain;
    private final TreeMap<Long, Integer> leftovers = new TreeMap<>();
    private @Nullable Attachment holder;
    private int groups;

    /**
     * An empty domain.
     *
     * @param domain of the parent
     */
    ParentDomain(IommuDomain domain) {
        this.domain = domain;
    }

    /** The domain itself. */
    IommuDomain domain() {
        return domain;
    }

    /** A group of a container joins; false if another container is in it. */
    boolean join(Attachment by) {
        if (holder != null && holder != by) {
            return false;
        }
        holder = by;
        groups++;
        return true;
    }

    /** A group leaves. */
    void leave() {
        if (--groups == 0) {
            holder = null;
        }
    }

    /** Entries that a container left behind, by page: nothing pins the frames any more. */
    Map<Long, Integer> leftovers() {
        return leftovers;
    }
}
