package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
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

    private final MdevBus bus;
    private final MdevParent parent;
    private final MdevType type;
    private final String written;

    /**
     * A creation.
     *
     * @param bus where
     * @param parent of which device
     * @param type of which type
     * @param written what is written to the attribute: EINVAL unless it is a UUID
     */
    public CreateMdev(MdevBus bus, MdevParent parent, MdevType type, String written) {
        super(STEPS);
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
        String uuid = MdevUuid.parse(written);
        return result().ok() && uuid != null ? bus.find(uuid) : null;
    }

    private int create() {
        Errno why = tryCreate();
        parent.countAdminSteps(why.ok() ? ADMIN_STEPS : ADMIN_STEPS_REFUSED);
        return why.ok() ? Flow.DONE : fail(why);
    }

    private Errno tryCreate() {
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
        bus.add(new Mdev(uuid, parent, type, queues));
        return Errno.OK;
    }
}
