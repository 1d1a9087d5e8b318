package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mdev_parent} (drivers/vfio/mdev): a device whose native driver stays bound and hands its queues out as mdevs; nothing is
 * unbound for that.
 */
public final class MdevParent {
    private final Device device;
    private final MdevParentOps ops;
    private final List<Mdev> children = new ArrayList<>();
    private boolean registered = true;
    private final SimLock createFile = new SimLock("active reference of create");

    @Tally("admin-steps")
    private long adminSteps;

    MdevParent(Device device, MdevParentOps ops) {
        this.device = device;
        this.ops = ops;
    }

    /**
     * The device.
     *
     * @return it
     */
    public Device device() {
        return device;
    }

    /**
     * Its driver's part.
     *
     * @return the operations it registered with
     */
    public MdevParentOps ops() {
        return ops;
    }

    /**
     * Its mdevs.
     *
     * @return in order of creation, so of node numbers
     */
    public List<Mdev> children() {
        return Collections.unmodifiableList(children);
    }

    void add(Mdev mdev) {
        children.add(mdev);
    }

    void remove(Mdev mdev) {
        children.remove(mdev);
    }

    /**
     * The next mdev to try.
     *
     * @param number the number of the node that was tried last, or -1
     * @return the mdev of the next higher number, or null
     */
    public @Nullable Mdev childAfter(int number) {
        int low = 0;
        int high = children.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (children.get(middle).node().number() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == children.size() ? null : children.get(low);
    }

    /**
     * {@code available_instances}: how many mdevs of a type could still be created. A driver that hands queues out later counts the
     * queues that are left, not mdevs.
     *
     * @param type whose instances; those of all types come from one pool
     * @return 0 or more
     */
    public int availableInstances(MdevType type) {
        return registered ? device.freeQueues() / type.queues() : 0;
    }

    /** {@code create} of the driver: the queues of a new instance, or null if it does not get them all. */
    @Nullable
    List<HwQueue> takeQueues(MdevType type) {
        if (!ops.takesQueuesAtCreate()) {
            return List.of();
        }
        if (device.freeQueues() < type.queues()) {
            return null;
        }
        List<HwQueue> taken = new ArrayList<>();
        for (int i = 0; i < type.queues(); i++) {
            HwQueue queue = device.allocQueue();
            if (queue == null) {
                taken.forEach(device::freeQueue);
                return null;
            }
            taken.add(queue);
        }
        return taken;
    }

    /**
     * Whether mdevs can be created.
     *
     * @return false once the driver has begun to unregister
     */
    public boolean registered() {
        return registered;
    }

    void unregister() {
        registered = false;
    }

    /** {@code kn->active} of the file {@code create}: who writes to it has a reference, and the file is not gone before. */
    SimLock createFile() {
        return createFile;
    }

    /**
     * What an administrator did for this device so far.
     *
     * @return steps
     */
    public long adminSteps() {
        return adminSteps;
    }

    void countAdminSteps(int steps) {
        adminSteps += steps;
    }
}
