package io.github.accelbed.vfio;

import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_iommu} (drivers/vfio/vfio_iommu_type1.c): the mappings of a container and where they are mapped. It lives from
 * SET_IOMMU until the last group leaves the container.
 */
public final class Type1Iommu {
    private final Attachment attachment;
    private final boolean v2;
    private final SimLock lock = new SimLock("iommu->lock");
    private final TreeMap<Long, DmaMapping> mappings = new TreeMap<>();
    private final List<VfioMm> mms = new ArrayList<>();

    /**
     * Without mappings.
     *
     * @param attachment where they will be mapped
     * @param v2 whether it is TYPE1v2, whose unmap never cuts a mapping
     */
    Type1Iommu(Attachment attachment, boolean v2) {
        this.attachment = attachment;
        this.v2 = v2;
    }

    /**
     * Where the mappings are.
     *
     * @return the attachment
     */
    public Attachment attachment() {
        return attachment;
    }

    /**
     * The address space of the attached devices; an emulated IOMMU has none.
     *
     * @return the domain
     */
    public IommuDomain domain() {
        IommuDomain domain = attachment.domain();
        return Objects.requireNonNull(domain, "an emulated IOMMU has no domain");
    }

    /** Whether it is TYPE1v2. */
    boolean v2() {
        return v2;
    }

    /** {@code iommu->lock}: held over each whole map and unmap. */
    SimLock lock() {
        return lock;
    }

    /**
     * The mappings in address order.
     *
     * @return the mappings
     */
    public Collection<DmaMapping> mappings() {
        return mappings.values();
    }

    /** {@code mm_list} of the posting of May 2018: the address spaces that the container is bound to. */
    List<VfioMm> mms() {
        return mms;
    }

    /** The bound address space of an mm, or null. */
    @Nullable
    VfioMm mm(MmStruct mm) {
        for (VfioMm bound : mms) {
            if (bound.mm() == mm) {
                return bound;
            }
        }
        return null;
    }

    void link(DmaMapping mapping) {
        mappings.put(mapping.start(), mapping);
    }

    void unlink(DmaMapping mapping) {
        mappings.remove(mapping.start());
    }

    /**
     * {@code vfio_find_dma}: the first mapping that overlaps a range, or null.
     *
     * @param from its first page
     * @param to the page behind it
     * @return the mapping, or null
     */
    @Nullable
    public DmaMapping find(long from, long to) {
        Map.Entry<Long, DmaMapping> below = mappings.floorEntry(from);
        if (below != null && below.getValue().to() > from) {
            return below.getValue();
        }
        Map.Entry<Long, DmaMapping> above = mappings.higherEntry(from);
        return above != null && above.getKey() < to ? above.getValue() : null;
    }

    /**
     * Pages that the attached devices can reach.
     *
     * @return 0 or more
     */
    public long reachablePages() {
        long pages = 0;
        for (DmaMapping mapping : mappings.values()) {
            pages += mapping.pages();
        }
        return pages;
    }
}
