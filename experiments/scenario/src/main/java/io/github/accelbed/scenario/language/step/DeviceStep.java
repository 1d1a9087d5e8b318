package io.github.accelbed.scenario.language.step;

/** A step of the device, through one of its queues; it needs no process to ring it. */
public sealed interface DeviceStep extends Step permits DeviceRead, DeviceWrite, DeviceCopy, TagQueue {

    /**
     * Who acts.
     *
     * @return the acting queue
     */
    String queue();

    @Override
    default String actor() {
        return queue();
    }
}
