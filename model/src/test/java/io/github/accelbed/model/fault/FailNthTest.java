package io.github.accelbed.model.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Test;

class FailNthTest {

    private static Kernel kernel() {
        return Kernel.boot(KernelVersion.parse("6.18"));
    }

    @Test
    void onlyTheNthAllocationFails() {
        PhysicalMemory memory = kernel().mm().memory();
        FailNth second = new FailNth(2);
        memory.inject(second);
        assertThat(memory.alloc()).isNotEqualTo(PhysicalMemory.NONE);
        assertThat(memory.alloc()).isEqualTo(PhysicalMemory.NONE);
        assertThat(memory.alloc()).isNotEqualTo(PhysicalMemory.NONE);
        assertThat(second.attempts()).isEqualTo(3);
        assertThat(second.failed()).contains(Allocation.PAGE);
    }

    @Test
    void zeroOnlyCounts() {
        Kernel kernel = kernel();
        Device device = kernel.addDevice("accel", 2);
        FailNth none = new FailNth(0);
        kernel.inject(none);
        assertThat(device.allocQueue()).isNotNull();
        assertThat(kernel.mm().memory().slabFails()).isFalse();
        assertThat(kernel.iommu().svaBind(kernel.newTask("A").mm())).isNotNull();
        assertThat(none.attempts()).isEqualTo(3);
        assertThat(none.failed()).isEmpty();
        assertThatThrownBy(() -> new FailNth(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aForkThatGetsNoAddressSpaceGivesTheCopiedDescriptorsBack() {
        Kernel kernel = kernel();
        Task parent = kernel.newTask("A");
        kernel.inject(new FailNth(1));
        Fork fork = new Fork(kernel.processes(), parent, "B");
        parent.cpu().actor().start(fork);
        assertThat(parent.cpu().actor().run()).isTrue();
        assertThat(fork.child()).isNull();
        assertThat(kernel.processes().all()).containsExactly(parent);
    }
}
