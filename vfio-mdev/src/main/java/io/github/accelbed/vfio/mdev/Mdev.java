package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.device.HwQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code struct mdev_device} (drivers/vfio/mdev): one instance of a parent, with a node of its own for its client. What hardware it has
 * it keeps until it is removed; no end of a process removes it.
 */
public final class Mdev {
    private final String uuid;
    private final MdevParent parent;
    private final MdevType type;
    private final MdevNode node;
    private final List<HwQueue> queues;
    private boolean active;
    private boolean sysfsFiles;
    private boolean hadClient;

    /** {@code device_register}: an instance that its driver has yet to create. */
    Mdev(String uuid, MdevParent parent, MdevType type) {
        this.uuid = uuid;
        this.parent = parent;
        this.type = type;
        queues = new ArrayList<>();
        node = parent.ops().probe(this);
    }

    /** Its driver has created it: {@code mdev_create_sysfs_files}, and it can be used. */
    void activate(List<HwQueue> taken) {
        queues.addAll(taken);
        sysfsFiles = true;
        active = true;
    }

    /** Whether its file {@code remove} is there. */
    boolean hasSysfsFiles() {
        return sysfsFiles;
    }

    /**
     * Its name.
     *
     * @return a UUID, unique on the machine
     */
    public String uuid() {
        return uuid;
    }

    /**
     * Whose instance it is.
     *
     * @return its parent
     */
    public MdevParent parent() {
        return parent;
    }

    /**
     * Of which type.
     *
     * @return one of the parent's types
     */
    public MdevType type() {
        return type;
    }

    /**
     * What a client opens.
     *
     * @return a group or a device node
     */
    public MdevNode node() {
        return node;
    }

    /**
     * The hardware queues behind it.
     *
     * @return empty if its driver hands them out later
     */
    public List<HwQueue> queues() {
        return Collections.unmodifiableList(queues);
    }

    /**
     * The first hardware queue, for its present or next client.
     *
     * @return a queue, one that does not exist if it has none
     */
    public HwQueue queue() {
        return queues.isEmpty() ? HwQueue.none(parent.device()) : queues.get(0);
    }

    /** The driver starts what is behind it. */
    public void start() {
        queues.forEach(HwQueue::start);
    }

    /** The driver's stop and reset: the next client finds empty queues. */
    public void reset() {
        queues.replaceAll(queue -> parent.device().resetQueue(queue));
    }

    /**
     * Whether it can be found.
     *
     * @return false before its driver has created it, and once a removal has begun
     */
    public boolean active() {
        return active;
    }

    void deactivate() {
        active = false;
    }

    /**
     * Whether a new client could have it.
     *
     * @return true if it is there and closed
     */
    public boolean idle() {
        return active && !node.opened();
    }

    /** Notes that a client opened it. */
    public void noteClient() {
        hadClient = true;
    }

    /**
     * Whether hardware is with it that a client had and that nobody uses now.
     *
     * @return true after a client's end
     */
    public boolean left() {
        return hadClient && !node.opened() && !queues.isEmpty();
    }

    /** {@code remove}: the queues go back to the device. */
    void freeQueues() {
        queues.forEach(parent.device()::freeQueue);
        queues.clear();
    }
}
