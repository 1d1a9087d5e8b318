package io.github.accelbed.vfio;

import io.github.accelbed.model.device.HwQueue;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mdev_device} (drivers/vfio/mdev): one instance of a parent, in a group of its own. Creating it commits a hardware queue,
 * which it has until it is removed; no end of a process removes it.
 */
final class Mdev {
    private final String name;
    private final MdevParent parent;
    private final VfioGroup group;
    private HwQueue queue;
    private boolean active = true;
    private boolean hadClient;

    /**
     * An idle instance.
     *
     * @param name its UUID, unique on the machine
     * @param parent whose instance
     * @param group its own group
     * @param queue the hardware queue behind it
     */
    Mdev(String name, MdevParent parent, VfioGroup group, HwQueue queue) {
        this.name = name;
        this.parent = parent;
        this.group = group;
        this.queue = queue;
    }

    /** Its UUID. */
    String name() {
        return name;
    }

    /** Whose instance. */
    MdevParent parent() {
        return parent;
    }

    /** Its group. */
    VfioGroup group() {
        return group;
    }

    /** The hardware queue for its present or next client. */
    HwQueue queue() {
        return queue;
    }

    /** The driver's reset at release: the next client finds an empty queue. */
    void reset() {
        queue = parent.device().resetQueue(queue);
    }

    /** False once a removal has begun. */
    boolean active() {
        return active;
    }

    void deactivate() {
        active = false;
    }

    /** Whether a new client could have it. */
    boolean idle() {
        return active && !group.opened();
    }

    /** Whether a client ever opened it. */
    boolean hadClient() {
        return hadClient;
    }

    void noteClient() {
        hadClient = true;
    }

    /** Whether its device is open. */
    boolean inUse() {
        return group.deviceFile() != null;
    }

    /** The container of its client, or null. */
    @Nullable
    Container container() {
        return group.container();
    }
}
