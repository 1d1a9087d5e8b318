package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VFIO_IOMMU_BIND of May 2018: worked by hand from the posting. */
class VfioSvaTest {
    private static final long BUF = 0x1000;
    private static final long LATER = 0x3000;

    private final TestMachine m =
            new TestMachine(new VfioSvaBackend(), KernelVersion.parse("4.20"), 4, TestMachine.config());
    private final Task a = m.task("A");

    VfioSvaTest() {
        m.mmap(a, BUF, 2);
        m.write(a, BUF, 11);
    }

    private Errno bind(Task caller, AccessQueue q, Task whose) {
        return m.run(caller, q.bind(caller, whose)).result();
    }

    private Errno unbind(Task caller, AccessQueue q) {
        return m.run(caller, m.access().calls().make("VFIO_IOMMU_UNBIND", new Caller(caller, q)))
                .result();
    }

    @Test
    void theDeviceWalksTheProcesssOwnTableFromOpenOnAndPinsNothing() {
        AccessQueue q = m.open(a, "q");
        assertThat(a.syscalls())
                .as("container, group, SET_CONTAINER, SET_IOMMU, GET_DEVICE_FD, BIND, mmap of the doorbell")
                .isEqualTo(7);
        assertThat(m.access().pasidsShown(a)).isEqualTo(1);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
        assertThat(m.deviceWrite(q, BUF + 1, 12)).as("by a fault").isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF + 1)).isEqualTo(12);
        assertThat(q.engine().faults()).isEqualTo(1);
        m.mmap(a, LATER, 1);
        m.write(a, LATER, 7);
        assertThat(m.deviceRead(q, LATER)).as("mapped after the bind").isEqualTo(7);
        assertThat(a.mm().lockedPages()).isZero();
        m.munmap(a, BUF, 2);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(m.access().whyNot(AccessStep.MAP_AT)).isNotNull();
    }

    @Test
    void whatIsBoundAnswersTheSamePasidAgainAndIsUnboundOnce() {
        AccessQueue q = m.open(a, "q");
        assertThat(bind(a, q, a)).isEqualTo(Errno.OK);
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        assertThat(m.kernel().iommu().bindings().get(0).users()).isEqualTo(1);
        assertThat(unbind(a, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(unbind(a, q)).isEqualTo(Errno.ESRCH);
        assertThat(bind(a, q, a)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
    }

    @Test
    void anotherProcesssMemoryIsReachedUntilThatProcessEnds() {
        Task b = m.task("B");
        m.mmap(b, BUF, 1);
        m.write(b, BUF, 22);
        AccessQueue q = m.open(a, "q");
        assertThat(bind(a, q, b)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(22);
        assertThat(q.engine().stale()).as("it is meant").isZero();
        m.exit(b);
        assertThat(m.tryDeviceRead(q, BUF))
                .as("the device runs on, and finds nothing")
                .isEqualTo(Errno.EFAULT);
        assertThat(bind(a, q, b)).isEqualTo(Errno.ESRCH);
        assertThat(bind(a, q, a)).as("A is bound still").isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
    }

    @Test
    void aGroupThatJoinsIsBoundToAllThatTheContainerIsBoundTo() {
        Task b = m.task("B");
        m.mmap(b, BUF, 1);
        m.write(b, BUF, 22);
        AccessQueue q = m.open(a, "q");
        bind(a, q, b);
        AccessQueue r = m.tryOpen(a, new OpenOptions("r", q, false, false)).queue();
        assertThat(m.deviceRead(r, BUF)).as("open binds the opener again").isEqualTo(11);
        assertThat(bind(a, r, b)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(r, BUF)).isEqualTo(22);
        assertThat(m.kernel().iommu().bindings().get(0).users()).isEqualTo(2);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.kernel().iommu().bindings().get(0).users()).isEqualTo(1);
        assertThat(m.deviceRead(r, BUF)).isEqualTo(22);
        assertThat(m.close(a, r)).isEqualTo(Errno.OK);
        assertThat(m.kernel().iommu().bindings()).isEmpty();
    }

    /** A PASID that somebody knows is no key: the group's own table decides. */
    @Test
    void thePasidOfAnotherContainerLeadsNowhere() {
        Task b = m.task("B");
        m.mmap(b, BUF, 1);
        m.write(b, BUF, 22);
        AccessQueue q = m.open(a, "q");
        AccessQueue r = m.open(b, "r");
        assertThat(q.tag(r)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void aDeviceWithoutPasidsOrPageRequestsCannotBeBound() {
        m.device().limitPasids(0);
        assertThat(m.tryOpen(a, OpenOptions.named("q")).result()).isEqualTo(Errno.EINVAL);
        m.device().limitPasids(1 << 20);
        m.device().withoutPageRequests();
        assertThat(m.tryOpen(a, OpenOptions.named("q")).result()).isEqualTo(Errno.ENODEV);
        assertThat(m.kernel().iommu().bindings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.10", "7.0"})
    void forkTakesNothingFromTheDeviceOnAnyKernel(String version) {
        TestMachine other = new TestMachine(new VfioSvaBackend(), KernelVersion.parse(version), 4);
        Task p = other.task("P");
        other.mmap(p, BUF, 1);
        other.write(p, BUF, 1);
        AccessQueue q = other.open(p, "q");
        assertThat(other.deviceRead(q, BUF)).isEqualTo(1);
        other.fork(p, "C");
        other.write(p, BUF, 2);
        assertThat(other.deviceRead(q, BUF)).isEqualTo(2);
    }
}
