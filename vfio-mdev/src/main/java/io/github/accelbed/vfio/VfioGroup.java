package io.github.accelbed.vfio;

import io.github.accelbed.model.process.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_group} (drivers/vfio/vfio.c, later group.c): the IOMMU group that each mdev gets for itself, with its node
 * {@code /dev/vfio/N}. It can be opened once; it counts as open until its own file and the device's are both closed.
 */
final class VfioGroup {
    private final int number;
    private @Nullable Container container;
    private @Nullable OpenFile groupFile;
    private @Nullable OpenFile deviceFile;
    private int users;

    /**
     * A closed group.
     *
     * @param number the N of its node
     */
    VfioGroup(int number) {
        this.number = number;
    }

    /** The N of its node. */
    int number() {
        return number;
    }

    /** Whether an open of its node answers EBUSY. */
    boolean opened() {
        return groupFile != null || deviceFile != null;
    }

    /** The container it is attached to, or null. */
    @Nullable
    Container container() {
        return container;
    }

    void setContainer(@Nullable Container newContainer) {
        container = newContainer;
    }

    /** {@code container_users}: one more open file that keeps it in its container. */
    void getUser() {
        users++;
    }

    /** One file fewer; true if it was the last, so the caller must detach the group. */
    boolean putUser() {
        return --users == 0;
    }

    /** Open files that keep it in its container. */
    int users() {
        return users;
    }

    /** The file of its node, or null if closed; set until its release is over. */
    @Nullable
    OpenFile groupFile() {
        return groupFile;
    }

    void setGroupFile(@Nullable OpenFile file) {
        groupFile = file;
    }

    /** The file that GET_DEVICE_FD made, or null if closed; set until its release is over. */
    @Nullable
    OpenFile deviceFile() {
        return deviceFile;
    }

    void setDeviceFile(@Nullable OpenFile file) {
        deviceFile = file;
    }
}
