package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.Type1Iommu;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows whose containers have a PASID of the parent each: who is kept apart, by what, and what happens when there is none. */
class AuxDomainTest {
    private static final long BUF = 0x1000;

    private static TestMachine boot(KernelConfig config) {
        return new TestMachine(new VfioAuxBackend(), KernelVersion.parse("5.4"), 4, config);
    }

    private static AccessQueue client(TestMachine m, String name, long value) {
        Task task = m.task(name);
        m.mmap(task, BUF, 1);
        m.write(task, BUF, value);
        AccessQueue q = m.open(task, "q" + name);
        assertThat(m.map(task, q, BUF, 1)).isEqualTo(Errno.OK);
        return q;
    }

    private static int pasid(AccessQueue q) {
        Container container = ((VfioQueue) q).container();
        assertThat(container).isNotNull();
        Type1Iommu iommu = container.iommu();
        assertThat(iommu).isNotNull();
        return iommu.attachment().pasid();
    }

    @ParameterizedTest
    @CsvSource({
        "4.20, false",
        "5.1, false",
        "5.2, true",
        "5.4, true",
        "5.10, true",
        "5.15, true",
        "5.16, false",
        "5.17, false",
        "7.0, false"
    })
    void theHookIsThereFrom52To515(String version, boolean there) {
        TestMachine m = new TestMachine(new VfioAuxBackend(), KernelVersion.parse(version), 1);
        assertThat(m.access().whyNot(AccessStep.OPEN) == null).isEqualTo(there);
        assertThat(new VfioAuxBackend().note(KernelVersion.parse(version))).contains("from 5.2 to 5.15");
    }

    @Test
    void twoProcessesAreServedAtOnceWithoutAnyDeviceFault() {
        TestMachine m = boot(TestMachine.config());
        AccessQueue p = client(m, "A", 1);
        AccessQueue q = client(m, "B", 2);
        assertThat(pasid(p)).isNotEqualTo(pasid(q));
        assertThat(m.deviceRead(p, BUF)).isEqualTo(1);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(p.engine().faults() + q.engine().faults()).isZero();
        assertThat(m.kernel().iommu().bindings()).as("SVA").isEmpty();
    }

    @Test
    @Tag("unverified")
    void mdevsOfOneContainerShareItsPasidAndASpentSpaceIsEnodev() {
        TestMachine m = boot(TestMachine.config().withPasids(1));
        Task a = m.task("A");
        AccessQueue p = m.open(a, "p");
        AccessQueue q = m.open(a, new OpenOptions("q", p, false, false));
        assertThat(pasid(q)).isEqualTo(pasid(p));
        assertThat(m.tryOpen(a, OpenOptions.named("r")).result()).isEqualTo(Errno.ENODEV);
        m.close(a, p);
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        m.close(a, q);
        assertThat(m.kernel().iommu().pasidsInUse()).isZero();
    }

    @Test
    void withoutPasidsTheWholeParentIsAttachedAndOneContainerServed() {
        TestMachine m = boot(TestMachine.config().withPasids(0));
        AccessQueue p = client(m, "A", 1);
        assertThat(m.deviceRead(p, BUF)).isEqualTo(1);
        Task b = m.task("B");
        assertThat(m.tryOpen(b, OpenOptions.named("q")).result()).isEqualTo(Errno.EBUSY);
        m.exitAll();
        client(m, "C", 3);
    }

    /** Soft partitions: what the IOMMU checks is the tag, and the device writes the tag. */
    @Test
    void aPartitionReachesTheOthersMemoryExactlyIfTheDeviceTagsItsTransactionsWrongly() {
        TestMachine m = new TestMachine(new IdxdMdevBackend(), KernelVersion.parse("5.8"), 4);
        AccessQueue p = client(m, "A", 1);
        AccessQueue q = client(m, "B", 2);
        ContainerTranslator tags = (ContainerTranslator) ((VfioQueue) p).translator();
        assertThat(m.deviceRead(p, BUF)).isEqualTo(1);
        assertThat(p.tag(q)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(p, BUF)).isEqualTo(2);
        assertThat(p.engine().stale()).isEqualTo(1);
        tags.tagWith(77);
        assertThat(m.tryDeviceRead(p, BUF)).as("nobody's PASID").isEqualTo(Errno.EFAULT);
        assertThat(p.tag(p)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(p, BUF)).isEqualTo(1);
        m.exitAll();
        assertThat(p.tag(q)).as("a closed queue has no PASID").isEqualTo(Errno.EINVAL);
    }
}
