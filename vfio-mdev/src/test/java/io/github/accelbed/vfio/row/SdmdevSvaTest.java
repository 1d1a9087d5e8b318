package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.SdmdevRules;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WarpDrive V2's SVA mode: the program is told a PASID and passes it back, and one comparison keeps processes apart. */
class SdmdevSvaTest {
    private static final long BUF = 0x1000;

    /** What {@code without pasid-check} does. */
    private static final Ablation WITHOUT_CHECK = new Ablation() {
        @Override
        public String name() {
            return "pasid-check";
        }

        @Override
        public String title() {
            return "any PASID is taken";
        }

        @Override
        public <R> R apply(Class<R> kind, R rules) {
            SdmdevRules blind = () -> false;
            return kind == SdmdevRules.class ? kind.cast(blind) : rules;
        }
    };

    private final KernelVersion version = KernelVersion.parse("4.20");

    private TestMachine boot(KernelConfig config) {
        return new TestMachine(new SdmdevBackend(), version, 3, config);
    }

    private static Task client(TestMachine m) {
        Task a = m.task("A");
        m.mmap(a, BUF, 2);
        m.write(a, BUF, 11);
        return a;
    }

    private static Errno bind(TestMachine m, Task caller, AccessQueue q, Task whose) {
        return m.run(caller, q.bind(caller, whose)).result();
    }

    @Test
    void aBoundQueueWalksTheProcesssOwnTableAndPinsNothing() {
        TestMachine m = boot(TestMachine.config());
        Task a = client(m);
        AccessQueue q = m.open(a, "q");
        long before = a.syscalls();
        assertThat(bind(m, a, q, a)).isEqualTo(Errno.OK);
        assertThat(a.syscalls() - before).as("one is told, one binds").isEqualTo(2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
        assertThat(q.reachable()).isEqualTo(1);
        assertThat(q.mappable()).isEqualTo(1);
        assertThat(m.deviceWrite(q, BUF + 1, 12)).as("by a fault").isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF + 1)).isEqualTo(12);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(a.mm().lockedPages()).isZero();
        m.munmap(a, BUF, 2);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void aForgedPasidIsRefusedThoughItIsKnown() {
        TestMachine m = boot(TestMachine.config());
        Task a = client(m);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, "p");
        Task b = m.fork(a, "B");
        assertThat(bind(m, a, q, b)).as("nobody was shown one yet").isEqualTo(Errno.EINVAL);
        assertThat(bind(m, b, p, b)).isEqualTo(Errno.OK);
        assertThat(m.access().pasidsShown(b)).isEqualTo(1);
        assertThat(m.access().pasidsShown(a)).isZero();
        assertThat(bind(m, a, q, b)).isEqualTo(Errno.EINVAL);
        assertThat(bind(m, a, q, a)).as("and the queue can still be bound").isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
    }

    @Test
    void withoutTheCheckAForgedPasidReachesTheOtherProcess() {
        TestMachine m = boot(TestMachine.config().without(List.of(WITHOUT_CHECK)));
        Task a = client(m);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, "p");
        Task b = m.fork(a, "B");
        m.write(b, BUF, 22);
        assertThat(bind(m, b, p, b)).isEqualTo(Errno.OK);
        assertThat(bind(m, a, q, b)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(22);
        assertThat(q.engine().stale()).isEqualTo(1);
        m.exit(b);
        assertThat(m.tryDeviceRead(q, BUF)).as("its memory is gone").isEqualTo(Errno.EFAULT);
        assertThat(q.reachable()).isZero();
    }

    /** What user space holds is only a number: it outlives nothing, and the bind ends with the device's last descriptor. */
    @Test
    void theBindEndsWithTheDevicesFileAndThePasidWithItsMm() {
        TestMachine m = boot(TestMachine.config());
        Task a = client(m);
        AccessQueue q = m.open(a, "q");
        bind(m, a, q, a);
        assertThat(m.kernel().iommu().bindings()).hasSize(1);
        m.close(a, q);
        assertThat(m.kernel().iommu().bindings()).isEmpty();
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        m.exitAll();
        assertThat(m.kernel().iommu().pasidsInUse()).isZero();
    }

    @Test
    @Tag("unverified")
    void bindAnswersEbusyForABoundQueueEbadfForAClosedOneAndEnospcWithoutAPasid() {
        TestMachine m = boot(TestMachine.config().withPasids(1));
        Task a = client(m);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, "p");
        Task b = m.fork(a, "B");
        assertThat(bind(m, a, q, a)).isEqualTo(Errno.OK);
        assertThat(bind(m, a, q, a)).isEqualTo(Errno.EBUSY);
        assertThat(bind(m, b, p, b)).isEqualTo(Errno.ENOSPC);
        assertThat(m.access().pasidsShown(b)).isZero();
        m.closeRaw(a, p);
        assertThat(bind(m, a, p, a)).isEqualTo(Errno.EBADF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spimdev", "vfio", "vfio-emulated"})
    void noOtherRowOfVfioTakesAPasidFromAProgram(String row) {
        var backend = row.equals("spimdev")
                ? new SpimdevBackend()
                : row.equals("vfio") ? new VfioBackend() : new VfioEmulatedBackend();
        TestMachine m = new TestMachine(backend, version, 3);
        assertThat(m.access().whyNot(AccessStep.BIND)).contains("PASID");
    }
}
