package io.github.accelbed.model.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.List;
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
        assertThat(none.attempts()).as("queue, object, PASID, domain, notifier").isEqualTo(5);
        assertThat(none.failed()).isEmpty();
        assertThatThrownBy(() -> new FailNth(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aForkThatFailsAnywhereGivesTheCopiedDescriptorsBack() {
        Kernel kernel = kernel();
        Task parent = kernel.newTask("A");
        OpenFile file = new OpenFile("/dev/x", (cpu, released) -> null);
        parent.files().install(file, false);
        // task_struct, descriptors, address space, pid: as there is no area, four in all
        for (int n = 1; n <= 4; n++) {
            kernel.inject(new FailNth(n));
            Fork fork = new Fork(kernel.processes(), parent, "B");
            parent.cpu().actor().start(fork);
            assertThat(parent.cpu().actor().run()).isTrue();
            assertThat(fork.result()).isEqualTo(Errno.ENOMEM);
            assertThat(fork.child()).isNull();
            assertThat(kernel.processes().all()).containsExactly(parent);
            assertThat(kernel.mm().mms()).containsExactly(parent.mm());
            assertThat(file.references()).isEqualTo(1);
        }
    }

    @Test
    void iommuMapNeedsATableForTheFirstPageOfEachTwoMebibytes() {
        Iommu iommu = kernel().iommu();
        FailNth fifth = new FailNth(5);
        iommu.inject(fifth);
        IommuDomain domain = iommu.allocDomain();
        assertThat(domain).isNotNull();
        long last = PhysicalMemory.HUGE_PAGES - 1;
        assertThat(domain.table().missingTables(last)).isEqualTo(3);
        assertThat(iommu.map(domain, last, Pte.of(7, Pte.PRESENT))).isTrue();
        assertThat(iommu.map(domain, last - 1, Pte.of(8, Pte.PRESENT))).isTrue();
        assertThat(fifth.attempts()).as("the domain and three tables").isEqualTo(4);
        assertThat(domain.table().missingTables(last + 1)).isEqualTo(1);
        assertThat(domain.table().missingTables(1L << 18)).isEqualTo(2);
        assertThat(iommu.map(domain, last + 1, Pte.of(9, Pte.PRESENT))).isFalse();
        assertThat(fifth.failed()).contains(Allocation.IOMMU_TABLE);
        assertThat(iommu.ownEntries()).isEqualTo(2);
        assertThat(iommu.map(domain, last + 1, Pte.of(9, Pte.PRESENT))).isTrue();
        iommu.freeDomain(domain);
        assertThat(iommu.domains()).isEmpty();
        assertThat(iommu.ownEntries()).isZero();
        assertThatThrownBy(() -> iommu.freeDomain(domain)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anSvaBindWithoutMemoryLeavesThePasidWithItsProcessAndNothingElse() {
        for (Allocation missing : List.of(Allocation.DOMAIN, Allocation.NOTIFIER)) {
            Kernel kernel = kernel();
            Task task = kernel.newTask("A");
            FailNth failNth = new FailNth(missing == Allocation.DOMAIN ? 2 : 3);
            kernel.inject(failNth);
            assertThat(kernel.iommu().svaBind(task.mm())).isNull();
            assertThat(failNth.failed()).contains(missing);
            assertThat(kernel.iommu().hasPasid(task.mm())).isTrue();
            assertThat(kernel.iommu().bindings()).isEmpty();
            assertThat(task.mm().notifiers().size()).isZero();
            assertThat(kernel.iommu().svaBind(task.mm())).isNotNull();
        }
    }

    @Test
    void anOpenNeedsADescriptorAndThenAStructFile() {
        Kernel kernel = kernel();
        Task task = kernel.newTask("A");
        kernel.inject(new FailNth(1));
        assertThat(task.prepareOpen()).isEqualTo(Errno.EMFILE);
        kernel.inject(new FailNth(2));
        assertThat(task.prepareOpen()).isEqualTo(Errno.ENOMEM);
        assertThat(task.prepareOpen()).isEqualTo(Errno.OK);
    }
}
