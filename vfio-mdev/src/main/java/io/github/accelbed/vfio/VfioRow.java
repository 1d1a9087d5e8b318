package io.github.accelbed.vfio;

/**
 * What distinguishes the rows that VFIO's type1 serves; all the rest they share.
 *
 * @param attachments where the pages of a container are mapped
 * @param queuesByIoctl whether a client gets its queues by an ioctl on the open mdev, so that creating the mdev takes none
 * @param libraryContainer whether the client's library has one container for the whole process and undoes its mappings by hand before it
 *     closes the last queue, as WarpDrive's did
 */
record VfioRow(Attachment.Factory attachments, boolean queuesByIoctl, boolean libraryContainer) {
    /** VFIO-mdev as the threads mean it. */
    static VfioRow ownDomain() {
        return new VfioRow((driver, parent) -> OwnDomain.of(driver), false, false);
    }

    /** Mainline's mdev. */
    static VfioRow emulated() {
        return new VfioRow((driver, parent) -> new EmulatedIommu(), false, false);
    }

    /** WarpDrive V1. */
    static VfioRow spimdev() {
        return new VfioRow(
                (driver, parent) -> new SharedDomain(driver, driver.parentDomain(parent), false), true, true);
    }

    /** WarpDrive V2. */
    static VfioRow sdmdev() {
        return new VfioRow(
                (driver, parent) -> new SharedDomain(driver, driver.parentDomain(parent), true), false, true);
    }
}
