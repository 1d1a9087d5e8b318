package io.github.accelbed.vfio;

import io.github.accelbed.model.device.Device;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code struct mdev_parent} (drivers/vfio/mdev): a device whose driver hands its queues out as mdevs. */
final class MdevParent {
    private final Device device;
    private final List<Mdev> children = new ArrayList<>();
    private boolean registered = true;
    private long adminSteps;

    /**
     * A registered parent without children.
     *
     * @param device the device
     */
    MdevParent(Device device) {
        this.device = device;
    }

    /** The device. */
    Device device() {
        return device;
    }

    /** Its mdevs in order of creation, so of group numbers. */
    List<Mdev> children() {
        return children;
    }

    /** The next mdev to try after the group of a number, or null. */
    @Nullable
    Mdev childAfter(int groupNumber) {
        int low = 0;
        int high = children.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (children.get(middle).group().number() <= groupNumber) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == children.size() ? null : children.get(low);
    }

    /** {@code available_instances}: mdevs that could still be created. */
    int availableInstances() {
        return registered ? device.freeQueues() : 0;
    }

    /** False once the driver has begun to unregister. */
    boolean registered() {
        return registered;
    }

    void unregister() {
        registered = false;
    }

    /** What an administrator did for this device so far. */
    long adminSteps() {
        return adminSteps;
    }

    void countAdminSteps(int steps) {
        adminSteps += steps;
    }
}
