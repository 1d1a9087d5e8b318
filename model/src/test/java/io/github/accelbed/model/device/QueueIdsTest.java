package io.github.accelbed.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Queue numbers go round, so that a freed one is not the next one given. */
class QueueIdsTest {
    @Test
    void numbersGoRoundBeforeTheyComeBack() {
        Device device = new Device("zip", 3);
        HwQueue first = device.allocQueue();
        assertThat(first.id()).isZero();
        device.freeQueue(first);
        assertThat(device.allocQueue().id()).isEqualTo(1);
        assertThat(device.allocQueue().id()).isEqualTo(2);
        assertThat(device.allocQueue().id()).isZero();
        assertThat(device.allocQueue()).isNull();
        assertThat(device.freeQueues()).isZero();
    }

    @Test
    void aNumberInUseIsPassedOver() {
        Device device = new Device("zip", 3);
        HwQueue zero = device.allocQueue();
        HwQueue one = device.allocQueue();
        HwQueue two = device.allocQueue();
        device.freeQueue(zero);
        device.freeQueue(two);
        assertThat(device.allocQueue().id()).isZero();
        assertThat(device.allocQueue().id()).isEqualTo(2);
        assertThat(device.live()).extracting(HwQueue::id).containsExactly(one.id(), 0, 2);
    }

    @Test
    void aQueueCannotBeFreedTwice() {
        Device device = new Device("zip", 1);
        HwQueue queue = device.allocQueue();
        device.freeQueue(queue);
        assertThatThrownBy(() -> device.freeQueue(queue)).hasMessage("queue 0 of zip freed twice");
    }

    @Test
    void aRingHoldsOneLessThanItsDepth() {
        HwQueue queue = new Device("zip", 1).allocQueue();
        Descriptor[] jobs = new Descriptor[HwQueue.DEPTH];
        for (int i = 0; i < HwQueue.DEPTH - 1; i++) {
            jobs[i] = new Descriptor().read(i);
            assertThat(queue.post(jobs[i])).isTrue();
        }
        assertThat(queue.post(new Descriptor())).isFalse();
        assertThat(queue.fetch()).isSameAs(jobs[0]);
        assertThat(queue.post(new Descriptor())).isTrue();
        assertThat(queue.fetch()).isSameAs(jobs[1]);
        assertThat(queue.posted()).isEqualTo(HwQueue.DEPTH - 2);
    }
}
