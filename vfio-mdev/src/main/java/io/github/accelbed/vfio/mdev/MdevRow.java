package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/**
 * A row that hands mdevs out. What an administrator does with them and how many there are is the bus's, the same for every such row; a
 * manager in user space needs the node of one mdev by its name, and the test whether it is free.
 */
public interface MdevRow extends Access {
    /**
     * Where the mdevs are.
     *
     * @return the bus
     */
    MdevBus bus();

    /**
     * All of a client's set-up, on one mdev and no other.
     *
     * @param client who opens
     * @param options how
     * @param mdev which; the answer is its node's errno if it cannot be had
     * @return the operation
     */
    default OpenOperation<?> openNamed(Task client, OpenOptions options, Mdev mdev) {
        return open(client, mdev.parent(), options, mdev);
    }

    /**
     * All of a client's set-up.
     *
     * @param client who opens
     * @param parent of which device
     * @param options how
     * @param leased on which mdev, or null to try one after the other
     * @return the operation
     */
    OpenOperation<?> open(Task client, MdevParent parent, OpenOptions options, @Nullable Mdev leased);

    @Override
    default @Nullable OpenOperation<?> openMdev(Task task, String name, OpenOptions options) {
        Mdev mdev = bus().find(MdevUuid.of(name));
        return mdev == null ? null : openNamed(task, options, mdev);
    }

    @Override
    default OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return open(task, bus().parent(device), options, null);
    }

    /**
     * Finds out whether an mdev is free, in the only way there is: take it and give it back.
     *
     * @param daemon who tries
     * @param mdev which
     * @return the operation; OK if it was free
     */
    AccessOperation<?> probe(Task daemon, Mdev mdev);

    @Override
    default AccessOperation<?> createMdev(String name, Device device) {
        return new CreateMdev(bus(), bus().parent(device), MdevType.ONE_QUEUE, MdevUuid.of(name));
    }

    @Override
    default AccessOperation<?> removeMdev(String name) {
        return new RemoveMdev(bus(), MdevUuid.of(name));
    }

    @Override
    default AccessOperation<?> unplug(Device device) {
        return new UnregisterParent(bus(), bus().parent(device));
    }

    @Override
    default long freeQueues(Device device) {
        return bus().freeQueues(device);
    }

    @Override
    default long mdevs(Device device) {
        return bus().parent(device).children().size();
    }

    @Override
    default long leaked(Device device) {
        return bus().left(device);
    }

    @Override
    default long adminSteps(Device device) {
        return bus().parent(device).adminSteps();
    }
}
