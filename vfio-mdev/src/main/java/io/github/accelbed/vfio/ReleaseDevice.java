package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_device_fops_release} (drivers/vfio/vfio.c, later vfio_main.c): the driver stops and resets the queue, then the device no
 * longer keeps the group in its container. The mdev stays.
 */
final class ReleaseDevice extends Operation<ReleaseDevice> {
    private static final Program<ReleaseDevice> STEPS = Program.<ReleaseDevice>of("vfio_device_fops_release")
            .cpu("mdev release, stop_queue", Cost.QUEUE_STOP, (o, a) -> o.stop())
            .cpu("vfio_group_try_dissolve_container", Cost.INCLUDED, (o, a) -> o.dissolve(a))
            .cpu("vfio_device_put", Cost.INCLUDED, (o, a) -> o.close())
            .build();

    private final VfioDriver driver;
    private final Mdev mdev;
    private boolean stopped;
    private boolean dissolved;

    /**
     * The end of a device's file.
     *
     * @param driver VFIO
     * @param mdev the device
     */
    ReleaseDevice(VfioDriver driver, Mdev mdev) {
        super(STEPS);
        this.driver = driver;
        this.mdev = mdev;
    }

    private int stop() {
        stopped = true;
        mdev.reset();
        return Flow.NEXT;
    }

    private int dissolve(Actor actor) {
        dissolved = true;
        if (mdev.group().putUser()) {
            actor.call(new DetachGroup(driver, mdev.group()));
        }
        return Flow.NEXT;
    }

    private int close() {
        mdev.group().setDeviceFile(null);
        return Flow.DONE;
    }

    /** The rest at once; a release runs to its end whatever happens to the task. */
    @Override
    protected void abandoned() {
        if (!stopped) {
            mdev.reset();
        }
        if (!dissolved && mdev.group().putUser()) {
            new DetachGroup(driver, mdev.group()).abandoned();
        }
        close();
    }
}
