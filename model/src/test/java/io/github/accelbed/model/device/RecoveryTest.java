package io.github.accelbed.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.junit.jupiter.api.Test;

/** A failed access of a queue that must be reset pays for the reset, and the queue is usable afterwards. */
class RecoveryTest {
    private final Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
    private final MmStruct mm = kernel.newTask("A").mm();

    private static final class Reset extends Operation<Reset> {
        private static final Program<Reset> STEPS = Program.<Reset>of("reset")
                .cpu("reset", Cost.QP_RESET, (o, a) -> o.count())
                .build();
        private int count;

        Reset() {
            super(STEPS);
        }

        private int count() {
            count++;
            return Flow.DONE;
        }
    }

    private final class NoMapping implements AddressTranslator {
        private final Reset reset = new Reset();

        @Override
        public int prefetch(long vpn, boolean write) {
            return 0;
        }

        @Override
        public int translate(long vpn, boolean write) {
            return ABORT;
        }

        @Override
        public Operation<?> fault(long vpn, boolean write) {
            throw new AssertionError("no fault is possible");
        }

        @Override
        public Errno faultResult() {
            return Errno.EFAULT;
        }

        @Override
        public Operation<?> recover() {
            return reset;
        }

        @Override
        public MmStruct meant(long vpn) {
            return mm;
        }
    }

    @Test
    void everyFailedAccessIsFollowedByTheLibrarysRecovery() {
        HwQueue queue = kernel.addDevice("nic", 1).allocQueue();
        assertThat(queue).isNotNull();
        queue.start();
        NoMapping translator = new NoMapping();
        DeviceAccess access = new DeviceAccess(kernel.mm(), queue, translator);
        Cpu cpu = kernel.newCpu("q");
        for (int i = 1; i <= 2; i++) {
            access.descriptor().read(5);
            cpu.actor().start(access);

            assertThat(cpu.actor().run()).isTrue();
            assertThat(access.result()).isEqualTo(Errno.EFAULT);
            assertThat(translator.reset.count).isEqualTo(i);
        }
        long resets = 2 * kernel.machine().costs().ps(Cost.QP_RESET);
        assertThat(kernel.machine().clock().nowPs()).isGreaterThanOrEqualTo(resets);
    }

    @Test
    void aQueueThatDoesNotExistAnswersEio() {
        Device device = kernel.addDevice("nic", 1);
        DeviceAccess access = new DeviceAccess(kernel.mm(), HwQueue.none(device), new NoMapping());
        Cpu cpu = kernel.newCpu("q");
        access.descriptor().read(5);
        cpu.actor().start(access);

        assertThat(cpu.actor().run()).isTrue();
        assertThat(access.result()).isEqualTo(Errno.EIO);
        assertThat(device.freeQueues()).isEqualTo(1);
    }
}
