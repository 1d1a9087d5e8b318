package io.github.accelbed.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The entries of a shared work queue are counted over all clients, each of which is stopped for itself. */
class WorkQueueTest {
    private final Device device = new Device("dsa", 2);
    private final WorkQueue entries = new WorkQueue(2);
    private final HwQueue first = HwQueue.portal(device, entries);
    private final HwQueue second = HwQueue.portal(device, entries);

    @Test
    void aClientFindsTheQueueFullOfAnothersDescriptors() {
        assertThat(first.post(new Descriptor())).isTrue();
        assertThat(first.post(new Descriptor())).isTrue();
        assertThat(second.post(new Descriptor())).isFalse();
        first.fetch();
        assertThat(entries.free()).isEqualTo(1);
        assertThat(second.post(new Descriptor())).isTrue();
        assertThat(entries.free()).isZero();
    }

    @Test
    void stoppingAClientTakesOnlyItsDescriptorsOut() {
        first.post(new Descriptor());
        second.post(new Descriptor());
        first.stop();
        assertThat(entries.free()).isEqualTo(1);
        assertThat(second.posted()).isEqualTo(1);
    }

    @Test
    void aPortalIsNoQueueThatTheDeviceHandedOut() {
        assertThat(device.freeQueues()).isEqualTo(2);
        assertThat(device.live()).isEmpty();
    }
}
