package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Test;

class LockedPagesTest {
    @Test
    void aChargeThatNobodyTookBackDiesWithTheAddressSpace() {
        Kernel kernel = Kernel.boot(KernelVersion.parse("6.18"));
        Task task = kernel.newTask("A");
        task.mm().chargeLocked(3);
        assertThat(task.mm().lockedPages()).isEqualTo(3);
        task.cpu().actor().start(new Exit(kernel.processes(), task));
        assertThat(task.cpu().actor().run()).isTrue();
        assertThat(task.mm().lockedPages()).isZero();
    }
}
