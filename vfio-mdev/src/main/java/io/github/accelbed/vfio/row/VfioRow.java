package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.vfio.Attachment;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes the rows that VFIO's type1 serves; all the rest they share.
 *
 * @param attachments where the pages of a container are mapped, or null where the IOMMU is emulated
 * @param client what the client's calls are beyond the group path
 * @param tagsWithPasid whether each container has a PASID, which the device puts on its queues' transactions
 */
record VfioRow(Attachment.@Nullable Factory attachments, Client client, boolean tagsWithPasid) {
    /** What a client does beside opening container, group and device. */
    enum Client {
        /** Nothing. */
        PLAIN,
        /** One container for the whole process, and an unmap by hand before the last queue is closed: WarpDrive's library. */
        LIBRARY,
        /** The same, and queues come by an ioctl on the open mdev, so that creating the mdev takes none. */
        LIBRARY_GET_QUEUE,
        /** It registers its whole address space instead of ranges. */
        WHOLE_MM,
        /** It binds its container to its address space: the posting of May 2018. */
        BINDS_MM,
        /** It sets up an interrupt. */
        INTERRUPT
    }

    /** VFIO-mdev as the threads mean it. */
    static VfioRow ownDomain() {
        return new VfioRow(Attachment.Factory.own(), Client.PLAIN, false);
    }

    /** Mainline's mdev. */
    static VfioRow emulated() {
        return new VfioRow(null, Client.PLAIN, false);
    }

    /** WarpDrive V1. */
    static VfioRow spimdev() {
        return new VfioRow(Attachment.Factory.shared(false), Client.LIBRARY_GET_QUEUE, false);
    }

    /** WarpDrive V2. */
    static VfioRow sdmdev() {
        return new VfioRow(Attachment.Factory.shared(true), Client.LIBRARY, false);
    }

    /** Auxiliary domains. */
    static VfioRow aux() {
        return new VfioRow(Attachment.Factory.auxiliary(), Client.PLAIN, true);
    }

    /** The whole mm in one call. */
    static VfioRow unity() {
        return new VfioRow(Attachment.Factory.own(), Client.WHOLE_MM, false);
    }

    /** VFIO_IOMMU_BIND_PROCESS. */
    static VfioRow sva() {
        return new VfioRow(Attachment.Factory.own(), Client.BINDS_MM, false);
    }

    /** Partitions of an idxd device. */
    static VfioRow idxdMdev() {
        return new VfioRow(Attachment.Factory.auxiliary(), Client.INTERRUPT, true);
    }

    /** What the row is on a kernel. All but the emulated one pin what is mapped, and none of those is in mainline as a whole. */
    Set<RowTrait> traits(KernelVersion version) {
        Set<RowTrait> traits = EnumSet.of(RowTrait.INSTANCE_OUTLIVES_CLIENT);
        if (attachments != null) {
            traits.add(RowTrait.OUT_OF_TREE);
            if (!version.since(5, 9) && !bindsMm()) {
                traits.add(RowTrait.CHILD_SHARES_PINNED_PAGES);
            }
        }
        if (libraryContainer()) {
            traits.addAll(Set.of(RowTrait.SERVES_ONE_PROCESS, RowTrait.SHARES_MAPPINGS));
        }
        if (queuesByIoctl()) {
            traits.add(RowTrait.MAY_BREAK_SAFETY);
        }
        if (client == Client.WHOLE_MM || bindsMm()) {
            traits.add(RowTrait.RIGHTS_OF_PROCESS);
        }
        if (bindsMm()) {
            traits.add(RowTrait.PASID_STAYS_WITH_MM);
        }
        return traits;
    }

    /** Whether a client gets its queues by an ioctl on the open mdev. */
    boolean queuesByIoctl() {
        return client == Client.LIBRARY_GET_QUEUE;
    }

    /** Whether a container is bound to an address space, so that nothing is mapped. */
    boolean bindsMm() {
        return client == Client.BINDS_MM;
    }

    /** Whether a client can bind its queue to a PASID that it names. */
    boolean bindsPasids() {
        return client == Client.LIBRARY;
    }

    /** Whether the client's library has one container for the whole process. */
    boolean libraryContainer() {
        return client == Client.LIBRARY || client == Client.LIBRARY_GET_QUEUE;
    }
}
