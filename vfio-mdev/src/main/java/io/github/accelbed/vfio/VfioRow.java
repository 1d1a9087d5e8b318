package io.github.accelbed.vfio;

/**
 * What distinguishes the rows that VFIO's type1 serves; all the rest they share.
 *
 * @param attachments where the pages of a container are mapped
 * @param client what the client's calls are beyond the group path
 */
record VfioRow(Attachment.Factory attachments, Client client) {
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
        /** It sets up an interrupt. */
        INTERRUPT
    }

    /** VFIO-mdev as the threads mean it. */
    static VfioRow ownDomain() {
        return new VfioRow((driver, parent) -> OwnDomain.of(driver), Client.PLAIN);
    }

    /** Mainline's mdev. */
    static VfioRow emulated() {
        return new VfioRow((driver, parent) -> new EmulatedIommu(), Client.PLAIN);
    }

    /** WarpDrive V1. */
    static VfioRow spimdev() {
        return new VfioRow(
                (driver, parent) -> new SharedDomain(driver, driver.parentDomain(parent), false),
                Client.LIBRARY_GET_QUEUE);
    }

    /** WarpDrive V2. */
    static VfioRow sdmdev() {
        return new VfioRow(
                (driver, parent) -> new SharedDomain(driver, driver.parentDomain(parent), true), Client.LIBRARY);
    }

    /** Auxiliary domains. */
    static VfioRow aux() {
        return new VfioRow(AuxDomain::of, Client.PLAIN);
    }

    /** The whole mm in one call. */
    static VfioRow unity() {
        return new VfioRow((driver, parent) -> OwnDomain.of(driver), Client.WHOLE_MM);
    }

    /** Partitions of an idxd device. */
    static VfioRow idxdMdev() {
        return new VfioRow(AuxDomain::of, Client.INTERRUPT);
    }

    /** Whether a client gets its queues by an ioctl on the open mdev. */
    boolean queuesByIoctl() {
        return client == Client.LIBRARY_GET_QUEUE;
    }

    /** Whether the client's library has one container for the whole process. */
    boolean libraryContainer() {
        return client == Client.LIBRARY || client == Client.LIBRARY_GET_QUEUE;
    }
}
