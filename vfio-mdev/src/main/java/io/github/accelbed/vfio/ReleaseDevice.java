package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_device_fops_release} (drivers/vfio/vfio.c, later vfio_main.c): the driver stops and resets the queue and drops the pages it
 * pinned itself, then the device no longer keeps the group in its container. The mdev stays.
 */
final class ReleaseDevice extends Operation<ReleaseDevice> {
    private static final Program<ReleaseDevice> STEPS = Program.<ReleaseDevice>of("vfio_device_fops_release")
            .cpu("mdev release, stop_queue", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("vfio_group_try_dissolve_container", Cost.INCLUDED, (o, a) -> o.dissolve(a))
            .cpu("vfio_device_put", Cost.INCLUDED, (o, a) -> o.close())
            .build();

    private final VfioDriver driver;
    private final VfioGroup group;
    private final OpenFile file;
    private final DetachGroup detach;

    /** The end of a device's file. */
    ReleaseDevice(VfioDriver driver, VfioGroup group, OpenFile file) {
        super(STEPS);
        this.driver = driver;
        this.group = group;
        this.file = file;
        detach = new DetachGroup(driver, group);
    }

    private int stop(Actor actor) {
        boolean last = group.unserve();
        if (last) {
            driver.closeDevice(group);
        }
        actor.charge(last ? 1 : 0);
        return Flow.NEXT;
    }

    private int dissolve(Actor actor) {
        if (group.putUser() && group.container() != null) {
            actor.call(detach);
        }
        return Flow.NEXT;
    }

    private int close() {
        group.deviceFiles().remove(file);
        return Flow.DONE;
    }
}
