package io.github.accelbed.model.device;

import org.jspecify.annotations.Nullable;

/**
 * A hardware queue: a ring of descriptors that the process writes and the engine reads. The ring has {@value #DEPTH} slots, one
 * of which stays free; a portal's descriptors take entries of the work queue that it shares with others.
 */
public final class HwQueue {
    /** Slots in the ring. */
    public static final int DEPTH = 1024;

    private final Device device;
    private final int id;
    private final @Nullable WorkQueue shared;
    private boolean started;
    private Descriptor[] ring = new Descriptor[4];
    private int head;
    private int size;
    private long completed;

    HwQueue(Device device, int id) {
        this(device, id, null);
    }

    private HwQueue(Device device, int id, @Nullable WorkQueue shared) {
        this.device = device;
        this.id = id;
        this.shared = shared;
    }

    /**
     * One client's way into a work queue that others share.
     *
     * @param device the device
     * @param workQueue where its descriptors wait
     * @return a stopped queue that the device does not count among those it handed out
     */
    public static HwQueue portal(Device device, WorkQueue workQueue) {
        return new HwQueue(device, -1, workQueue);
    }

    /**
     * A queue that does not exist: what a descriptor has before the calls that would get it one.
     *
     * @param device the device
     * @return a queue that the device never handed out and that nobody starts
     */
    public static HwQueue none(Device device) {
        return new HwQueue(device, -1);
    }

    /**
     * Whose queue.
     *
     * @return the device
     */
    public Device device() {
        return device;
    }

    /**
     * Its number.
     *
     * @return 0 or more, -1 if it does not exist
     */
    public int id() {
        return id;
    }

    /**
     * Whether the engine serves it.
     *
     * @return false before start, after stop and after removal
     */
    public boolean started() {
        return started && !device.removed();
    }

    /** The engine begins to serve it. */
    public void start() {
        started = true;
    }

    /** The engine no longer serves it; descriptors in the ring are dropped. */
    public void stop() {
        started = false;
        if (shared != null) {
            shared.leave(size);
        }
        size = 0;
    }

    /**
     * Puts a descriptor on the ring.
     *
     * @param descriptor the job
     * @return false if the ring, or the shared work queue, is full
     */
    public boolean post(Descriptor descriptor) {
        if (size == DEPTH - 1 || (shared != null && !shared.enter())) {
            return false;
        }
        if (size == ring.length) {
            Descriptor[] larger = new Descriptor[Math.min(DEPTH, 2 * ring.length)];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) % ring.length];
            }
            ring = larger;
            head = 0;
        }
        ring[(head + size) % ring.length] = descriptor;
        size++;
        return true;
    }

    /**
     * Jobs that the engine has not fetched.
     *
     * @return 0 to {@value #DEPTH} - 1
     */
    public int posted() {
        return size;
    }

    /**
     * Jobs that the engine has finished, well or not: entries of the completion ring.
     *
     * @return 0 or more
     */
    public long completed() {
        return completed;
    }

    void complete() {
        completed++;
    }

    Descriptor fetch() {
        if (size == 0) {
            throw new IllegalStateException("the ring is empty");
        }
        Descriptor descriptor = ring[head];
        head = (head + 1) % ring.length;
        size--;
        if (shared != null) {
            shared.leave(1);
        }
        return descriptor;
    }
}
