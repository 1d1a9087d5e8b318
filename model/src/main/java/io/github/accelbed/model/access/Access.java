package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison on one kernel: the contract that every backend keeps and that the contract test (TCK) checks.
 *
 * <p>Each method answers with an operation that is not yet started. A backend keeps no global state besides this object.
 */
public interface Access {
    /**
     * Whether a step exists here.
     *
     * @param step the step
     * @return null if it is offered, else the reason why not, a clause such as {@code "RDMA has no mdev"}
     */
    @Nullable
    String whyNot(AccessStep step);

    /**
     * All of the row's set-up up to the first job, mapping excluded.
     *
     * @param task who opens
     * @param device of which device
     * @param options how
     * @return the operation; its answer is the first failing call's error, after undoing the earlier calls
     */
    OpenOperation<?> open(Task task, Device device, OpenOptions options);

    /**
     * Closing.
     *
     * @param task whose descriptors; EBADF if it has none of this queue
     * @param queue the queue
     * @param raw false for the library's orderly close, true for close(2) of the queue's own descriptor only
     * @return the operation
     */
    AccessOperation<?> close(Task task, AccessQueue queue, boolean raw);

    /**
     * Makes a range of the caller's memory accessible to the device at the same addresses.
     *
     * @param task whose pages
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @return the operation
     */
    AccessOperation<?> map(Task task, AccessQueue queue, long start, long pages, boolean write);

    /**
     * As {@link #map}, but the device finds the range at an address of the caller's choice. Only called where offered.
     *
     * @param task whose pages
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @param iova first page in the device's address space
     * @return the operation
     */
    default AccessOperation<?> mapAt(Task task, AccessQueue queue, long start, long pages, boolean write, long iova) {
        throw notOffered(AccessStep.MAP_AT);
    }

    /**
     * Undoes {@link #map}.
     *
     * @param task who calls
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @return the operation
     */
    AccessOperation<?> unmap(Task task, AccessQueue queue, long start, long pages);

    /**
     * The raw call that starts a queue. Only called where {@link #whyNot} offers it.
     *
     * @param task who calls
     * @param queue the queue
     * @return the operation
     */
    default AccessOperation<?> start(Task task, AccessQueue queue) {
        throw notOffered(AccessStep.START);
    }

    /**
     * The raw call that puts a queue. Only called where offered.
     *
     * @param task who calls
     * @param queue the queue
     * @return the operation
     */
    default AccessOperation<?> put(Task task, AccessQueue queue) {
        throw notOffered(AccessStep.PUT);
    }

    /**
     * mmap of a region of the queue. Only called where offered.
     *
     * @param task who calls
     * @param queue the queue
     * @param region which part
     * @return the operation
     */
    default AccessOperation<?> mapRegion(Task task, AccessQueue queue, RegionKind region) {
        throw notOffered(AccessStep.REGION);
    }

    /**
     * munmap of it. Only called where offered.
     *
     * @param task who calls
     * @param queue the queue
     * @param region which part
     * @return the operation
     */
    default AccessOperation<?> unmapRegion(Task task, AccessQueue queue, RegionKind region) {
        throw notOffered(AccessStep.UNREGION);
    }

    /**
     * Where a region of the queue is mapped in whoever maps it. Only called where mapping regions is offered.
     *
     * @param queue the queue
     * @param region which part
     * @return its first virtual page number, whether or not it is mapped now
     */
    default long regionPage(AccessQueue queue, RegionKind region) {
        throw notOffered(AccessStep.REGION);
    }

    /**
     * The raw call that binds a queue to an address space, named by its PASID. Only called where offered.
     *
     * @param task who calls
     * @param queue the queue
     * @param whose the process whose PASID the caller passes; another than the caller is a forgery
     * @return the operation; EINVAL if the number is refused or no process's
     */
    default AccessOperation<?> bind(Task task, AccessQueue queue, Task whose) {
        throw notOffered(AccessStep.BIND);
    }

    /**
     * Fault injection: from now on the device tags a queue's transactions with the PASID that another queue has now. No software has a
     * part in it. Only called where offered.
     *
     * @param queue whose transactions
     * @param as whose PASID they carry; the queue itself for the right one
     * @return OK, or EINVAL if that queue has no PASID
     */
    default Errno tag(AccessQueue queue, AccessQueue as) {
        throw notOffered(AccessStep.TAG);
    }

    /**
     * An administrator creates an mdev. Only called where offered.
     *
     * @param name the mdev's name in the scenario
     * @param device its parent
     * @return the operation
     */
    default AccessOperation<?> createMdev(String name, Device device) {
        throw notOffered(AccessStep.CREATE_MDEV);
    }

    /**
     * An administrator removes an mdev; may block while it is in use. Only called where offered.
     *
     * @param name the mdev's name in the scenario
     * @return the operation
     */
    default AccessOperation<?> removeMdev(String name) {
        throw notOffered(AccessStep.REMOVE_MDEV);
    }

    /**
     * Hardware error isolation of a device. Only called where offered.
     *
     * @param device the device
     * @return the operation
     */
    default AccessOperation<?> isolate(Device device) {
        throw notOffered(AccessStep.ISOLATE);
    }

    /**
     * What the probe of a device's driver does to make it known, where that is more than one moment. A device that nobody plugs is known
     * from its first use on.
     *
     * @param device the device
     * @return the operation, or null if the row makes no more of it
     */
    default @Nullable AccessOperation<?> plug(Device device) {
        return null;
    }

    /**
     * Surprise removal of a device; may block where the driver waits for its users. Only called where offered.
     *
     * @param device the device
     * @return the operation
     */
    default AccessOperation<?> unplug(Device device) {
        throw notOffered(AccessStep.UNPLUG);
    }

    /**
     * A spontaneous event: the cache in front of a queue's translations loses one page.
     *
     * @param queue whose
     * @param vpn the page, as the queue's jobs name it
     * @return the operation, for any idle actor, or empty where no translation is cached
     */
    default Optional<Operation<?>> evict(AccessQueue queue, long vpn) {
        return queue.engine().evict(vpn);
    }

    /**
     * A spontaneous event: a translation for reading is fetched ahead, and the page is not touched. What it finds is never told to
     * anybody.
     *
     * @param cpu a CPU of its own, on whose actor the operation runs beside the queue's own jobs
     * @param queue for whose jobs
     * @param vpn the page, as they name it
     * @return the operation, or empty where nothing is fetched ahead, or not now
     */
    default Optional<Operation<?>> prefetch(Cpu cpu, AccessQueue queue, long vpn) {
        return queue.engine().prefetchTranslation(vpn);
    }

    /**
     * Queues that a new client could get now.
     *
     * @param device the device
     * @return 0 or more
     */
    long freeQueues(Device device);

    /**
     * Instances (mdevs) that exist.
     *
     * @param device their parent
     * @return 0 or more; 0 for rows without instances
     */
    default long mdevs(Device device) {
        return 0;
    }

    /**
     * Hardware queues or instances that a client had and that no living process has open now. An idle mdev can be opened again, so it
     * counts among the free queues as well.
     *
     * @param device the device
     * @return 0 or more
     */
    long leaked(Device device);

    /**
     * Steps that an administrator had to take for a device so far.
     *
     * @param device the device
     * @return 0 or more; 0 for rows that need none
     */
    default long adminSteps(Device device) {
        return 0;
    }

    /**
     * PASIDs that the kernel told a process by answering its calls.
     *
     * @param task the process
     * @return 0 or more; 0 where a PASID never leaves the kernel
     */
    default long pasidsShown(Task task) {
        return 0;
    }

    /**
     * Pages that a host below the running kernel keeps pinned so that a device can reach the memory of its guest.
     *
     * @return 0 or more; 0 where the kernel runs on bare hardware
     */
    default long hostPinned() {
        return 0;
    }

    /**
     * Compares what the row holds with what it should hold; called after every operation. Broken integrity is a bug of the model.
     *
     * @param report where to say what is wrong
     */
    void checkIntegrity(IntegrityReport report);

    /**
     * The row's safety properties at this moment, such as that an ODP mirror equals the CPU's table outside an invalidation. They may
     * break by design; violations are outcomes, not bugs.
     *
     * @return the name of each violated property with a count; empty if all hold
     */
    default Map<String, Long> safetyViolations() {
        return Map.of();
    }

    private IllegalStateException notOffered(AccessStep step) {
        return new IllegalStateException(step + " is not offered: " + whyNot(step));
    }
}
