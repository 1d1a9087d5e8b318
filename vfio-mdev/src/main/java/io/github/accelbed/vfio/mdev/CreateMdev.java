package io.github.accelbed.vfio.mdev;

import static java.util.Objects.requireNonNull;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code create_store}, {@code mdev_device_create} (drivers/vfio/mdev): an administrator makes an instance, which commits what its driver
 * commits at create. A UUID in use anywhere on the machine is refused before the quota is looked at.
 *
 * <p>It takes an administrator {@value #ADMIN_STEPS} steps: make a UUID; open, write and close {@code create}; read the link to the
 * node's number; chown the node. A refused one ends after the fourth.
 */
public final class CreateMdev extends AccessOperation<CreateMdev> {
    /** What an administrator does for one mdev. */
    static final int ADMIN_STEPS = 6;

    /** What an administrator has done when the write to {@code create} fails. */
    static final int ADMIN_STEPS_REFUSED = 4;

    private static final Program<CreateMdev> STEPS = Program.<CreateMdev>of("create_store")
            .kernel("mdev_device_create", Cost.MDEV_CREATE, (o, a) -> o.create())
            .build();

    /** Up to 5.1 nobody keeps the parent from being unregistered meanwhile, and the new child can be met before it is active. */
    private static final Program<CreateMdev> UP_TO_5_1 = Program.<CreateMdev>of("create_store")
            .kernel("device_register", Cost.MDEV_CREATE, (o, a) -> o.register(a))
            .undo("device_unregister", Cost.INCLUDED, (o, a) -> o.unregister())
            .kernel("mdev_device_create_ops", Cost.INCLUDED, (o, a) -> o.createOps(a))
            .build();

    private final MdevBus bus;
    private final MdevParent parent;
    private final MdevType type;
    private final String written;
    private @Nullable Mdev created;

    /**
     * A creation.
     *
     * @param bus where
     * @param parent of which device
     * @param type of which type
     * @param written what is written to the attribute: EINVAL unless it is a UUID
     */
    public CreateMdev(MdevBus bus, MdevParent parent, MdevType type, String written) {
        super(bus.rules().unregistrationExcludesOthers() ? STEPS : UP_TO_5_1);
        this.bus = bus;
        this.parent = parent;
        this.type = type;
        this.written = written;
    }

    /**
     * The new instance.
     *
     * @return the mdev, or null unless the answer is OK
     */
    public @Nullable Mdev mdev() {
        return result().ok() ? created : null;
    }

    private int create() {
        Errno why = tryRegister();
        if (why.ok()) {
            why = tryCreateOps();
            if (!why.ok()) {
                unregister();
            }
        }
        return end(why);
    }

    private int register(Actor actor) {
        Errno why = tryRegister();
        if (!why.ok()) {
            return end(why);
        }
        parent.createFile().lockShared(actor);
        return Flow.NEXT;
    }

    private int createOps(Actor actor) {
        Errno why = tryCreateOps();
        if (why.ok()) {
            parent.createFile().unlockShared(actor);
        }
        return end(why);
    }

    private int end(Errno why) {
        parent.countAdminSteps(why.ok() ? ADMIN_STEPS : ADMIN_STEPS_REFUSED);
        return why.ok() ? Flow.DONE : fail(why);
    }

    private Errno tryRegister() {
        String uuid = MdevUuid.parse(written);
        if (uuid == null) {
            return Errno.EINVAL;
        }
        if (!parent.registered()) {
            return Errno.ENODEV;
        }
        if (bus.find(uuid) != null) {
            return Errno.EEXIST;
        }
        if (bus.slabFails()) {
            return Errno.ENOMEM;
        }
        created = new Mdev(uuid, parent, type);
        bus.add(created);
        return Errno.OK;
    }

    private Errno tryCreateOps() {
        List<HwQueue> queues = parent.takeQueues(type);
        if (queues == null) {
            // The core refuses before it asks the driver, whose own errno does not depend on the kernel.
            return parent.availableInstances(type) == 0 ? bus.rules().instancesSpent() : Errno.ENOSPC;
        }
        if (bus.slabFails()) {
            // The group or device node of the probe; the driver takes its queues back.
            queues.forEach(parent.device()::freeQueue);
            return Errno.ENOMEM;
        }
        requireNonNull(created).activate(queues);
        return Errno.OK;
    }

    private int unregister() {
        bus.remove(requireNonNull(created));
        return Flow.NEXT;
    }
}
