package io.github.accelbed.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueResetTest {
    @Test
    void aHandleFromBeforeTheResetStaysStoppedWhenTheNextUserStartsTheQueue() {
        Device device = new Device("zip", 2);
        HwQueue before = device.allocQueue();
        assertThat(before).isNotNull();
        before.start();
        HwQueue after = device.resetQueue(before);
        after.start();
        assertThat(before.started()).isFalse();
        assertThat(after.started()).isTrue();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(device.live()).containsExactly(after);
        assertThat(device.freeQueues()).isEqualTo(1);
    }
}
