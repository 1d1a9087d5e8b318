package io.github.accelbed.model.access;

import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.MmIntegrity;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison on one kernel: the contract that every backend keeps and that the contract test (TCK) checks. What is done with
 * a queue is at the {@link AccessQueue}.
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
     * All of the row's set-up as {@link #open}, on one instance and no other. Only called where offered.
     *
     * @param task who opens
     * @param mdev the instance's name in the scenario
     * @param options how
     * @return the operation, or null if there is no such instance, so that its node is not there either
     */
    default @Nullable OpenOperation<?> openMdev(Task task, String mdev, OpenOptions options) {
        throw notOffered(AccessStep.OPEN_OF);
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
     * What a process can call on a queue by the kernel's names, beside the steps.
     *
     * @return the calls of this kernel
     */
    default RawCalls<Caller> calls() {
        return new RawCalls<>();
    }

    /**
     * What root can do to a device by the kernel's names, beside the steps.
     *
     * @return the calls of this kernel
     */
    default RawCalls<Device> rootCalls() {
        return new RawCalls<>();
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
     * What {@link #leaked} is for rows without instances.
     *
     * @param kernel where
     * @param device of which device
     * @param queues that are open
     * @return those of the device whose file no living process has, neither by a descriptor nor behind an area
     */
    static long orphans(Kernel kernel, Device device, Collection<? extends AccessQueue> queues) {
        List<OpenFile> behindAreas = MmIntegrity.areaFiles(kernel.mm(), OpenFile.class);
        return queues.stream()
                .filter(queue -> queue.device() == device && !behindAreas.contains(queue.file()))
                .filter(queue -> kernel.processes().all().stream()
                        .noneMatch(task -> task.alive() && task.files().holds(queue.file())))
                .count();
    }

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
