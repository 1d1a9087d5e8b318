package io.github.accelbed.vfio;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/** A queue as its client has it: an mdev's device file, the group's file and the container. */
final class VfioQueue extends AccessQueue {
    private final Mdev mdev;
    private final OpenFile groupFile;
    private final @Nullable Container container;
    private final ContainerTranslator translator;
    private final long invalidationsBefore;

    /**
     * An opened queue.
     *
     * @param kernel the machine
     * @param name its name
     * @param mdev the mdev behind it
     * @param file its own descriptor: the device's file, or the group's after a raw open
     * @param groupFile the group's file
     * @param container its container, or null after a raw open
     * @param translator how its addresses become frames
     */
    VfioQueue(
            Kernel kernel,
            String name,
            Mdev mdev,
            OpenFile file,
            OpenFile groupFile,
            @Nullable Container container,
            ContainerTranslator translator) {
        super(kernel, name, mdev.queue(), file, kernel.newCpu(name), translator);
        this.mdev = mdev;
        this.groupFile = groupFile;
        this.container = container;
        this.translator = translator;
        invalidationsBefore = domainInvalidations();
    }

    /** The mdev behind it. */
    Mdev mdev() {
        return mdev;
    }

    /** The group's file. */
    OpenFile groupFile() {
        return groupFile;
    }

    /** Its container, or null after a raw open. */
    @Nullable
    Container container() {
        return container;
    }

    private long domainInvalidations() {
        Type1Iommu iommu = translator.iommu();
        return iommu == null ? 0 : iommu.domain().invalidations();
    }

    @Override
    public long invalidations() {
        return domainInvalidations() - invalidationsBefore;
    }

    @Override
    public long reachable() {
        Type1Iommu iommu = translator.iommu();
        return iommu == null || !hardware().started() ? 0 : iommu.reachablePages();
    }

    @Override
    public long mappable() {
        return 0;
    }
}
