package io.github.accelbed.vfio;

/**
 * What distinguishes the rows that VFIO's type1 serves; all the rest they share.
 *
 * @param attachments where the pages of a container are mapped
 */
record VfioRow(Attachment.Factory attachments) {
    /** VFIO-mdev as the threads mean it. */
    static VfioRow ownDomain() {
        return new VfioRow((driver, parent) -> OwnDomain.of(driver));
    }

    /** Mainline's mdev. */
    static VfioRow emulated() {
        return new VfioRow((driver, parent) -> new EmulatedIommu());
    }
}
