package io.github.accelbed.model.device;

import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accelerator with a fixed number of hardware queues, a simple engine behind each: one of {@link DeviceKind}.
 * All engines read, write and copy pages and do the job of their kind, so a wrong page is seen as wrong output.
 *
 * <p>Queue ids are handed out cyclically ({@code idr_alloc_cyclic}), so a freed id is not reused until the numbers wrap.
 */
public final class Device {
    private final String name;
    private final int queues;
    private final BitSet used = new BitSet();
    private final List<HwQueue> live = new ArrayList<>();
    private final SimLock groupMutex = new SimLock("iommu_group->mutex");
    private int next;
    private int maxPasids = 1 << 20;
    private boolean pageRequests = true;
    private boolean portalGuarded;
    private boolean isolated;
    private @Nullable FailNth failNth;
    private boolean removed;

    /**
     * A device with all queues free.
     *
     * @param name its kind and name
     * @param queues how many hardware queues, 1 to 65536
     */
    public Device(String name, int queues) {
        if (queues < 1 || queues > 65536) {
            throw new IllegalArgumentException("queues " + queues);
        }
        this.name = name;
        this.queues = queues;
    }

    /**
     * Its name.
     *
     * @return such as {@code zip}
     */
    public String name() {
        return name;
    }

    /**
     * How many hardware queues it has.
     *
     * @return 1 or more
     */
    public int queues() {
        return queues;
    }

    /**
     * {@code dev->iommu->max_pasids}: how many PASIDs its transactions can carry, the unused 0 included.
     *
     * @return 0 for a device without PASIDs, by default all of the 20-bit space
     */
    public int maxPasids() {
        return maxPasids;
    }

    /**
     * Makes it a device whose PASIDs are narrower.
     *
     * @param count 0 to 2^20, 0 for none at all
     */
    public void limitPasids(int count) {
        if (count < 0 || count > 1 << 20) {
            throw new IllegalArgumentException("PASIDs " + count);
        }
        maxPasids = count;
    }

    /**
     * Whether a transaction of its can wait for a page: PRI, or the SMMU's stall.
     *
     * @return true by default
     */
    public boolean pageRequests() {
        return pageRequests;
    }

    /** Makes it a device whose transactions end when no page is there. */
    public void withoutPageRequests() {
        pageRequests = false;
    }

    /**
     * Whether its users may not have its portal: submissions of theirs can be unsafe by an erratum ({@code user_submission_safe} is false), and they
     * lack CAP_SYS_RAWIO. A kernel may not know that yet.
     *
     * @return false by default
     */
    public boolean portalGuarded() {
        return portalGuarded;
    }

    /** Makes it a device with that erratum, whose users lack the capability. */
    public void guardPortal() {
        portalGuarded = true;
    }

    /**
     * The mutex of its IOMMU group, in which it is alone.
     *
     * @return what attaching and binding take
     */
    public SimLock groupMutex() {
        return groupMutex;
    }

    /**
     * How many are not handed out.
     *
     * @return 0 or more
     */
    public int freeQueues() {
        return queues - live.size();
    }

    /**
     * Makes one of the allocations to come fail.
     *
     * @param which which, or null for none
     */
    public void inject(@Nullable FailNth which) {
        failNth = which;
    }

    /**
     * {@code get_queue} of the driver.
     *
     * @return a stopped queue, or null if all are in use (EBUSY)
     */
    public @Nullable HwQueue allocQueue() {
        return failNth != null && failNth.fails(Allocation.QUEUE) ? null : takeQueue();
    }

    /**
     * A queue that an administrator has configured for whoever opens it, so that no allocation can fail.
     *
     * @return a stopped queue, or null if all are in use
     */
    public @Nullable HwQueue takeQueue() {
        if (live.size() == queues) {
            return null;
        }
        int id = used.nextClearBit(next);
        if (id >= queues) {
            id = used.nextClearBit(0);
        }
        used.set(id);
        next = (id + 1) % queues;
        HwQueue queue = new HwQueue(this, id);
        live.add(queue);
        return queue;
    }

    /**
     * {@code put_queue}: the queue is stopped and its id free again.
     *
     * @param queue a queue of this device
     */
    public void freeQueue(HwQueue queue) {
        if (!live.remove(queue)) {
            throw new ModelException("queue " + queue.id() + " of " + name + " freed twice");
        }
        queue.stop();
        used.clear(queue.id());
    }

    /**
     * The driver's reset of a queue between two users of it: the same number with an empty ring, stopped. Whoever still has the old
     * handle gets EIO from it, even after the queue was started for its next user.
     *
     * @param queue a queue of this device
     * @return the queue for its next user
     */
    public HwQueue resetQueue(HwQueue queue) {
        int place = live.indexOf(queue);
        if (place < 0) {
            throw new ModelException("queue " + queue.id() + " of " + name + " is not handed out");
        }
        queue.stop();
        HwQueue fresh = new HwQueue(this, queue.id());
        live.set(place, fresh);
        return fresh;
    }

    /**
     * The queues that are handed out.
     *
     * @return in order of allocation
     */
    public List<HwQueue> live() {
        return Collections.unmodifiableList(live);
    }

    /**
     * Whether too many hardware errors marked it as isolated.
     *
     * @return true once isolated
     */
    public boolean isolated() {
        return isolated;
    }

    /** Marks it as isolated. */
    public void isolate() {
        isolated = true;
    }

    /**
     * Whether it was unplugged.
     *
     * @return true once gone
     */
    public boolean removed() {
        return removed;
    }

    /** Surprise removal: all queues stop. */
    public void remove() {
        removed = true;
        live.forEach(HwQueue::stop);
    }
}
