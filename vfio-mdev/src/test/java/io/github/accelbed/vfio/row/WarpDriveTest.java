package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What WarpDrive's first two postings did with queues and with the domain of their parent. */
class WarpDriveTest {
    private static final long BUF = 0x1000;

    private static TestMachine boot(AccessBackend backend) {
        return new TestMachine(backend, KernelVersion.parse("4.20"), 3);
    }

    private static Errno root(TestMachine m, AccessOperation<?> operation) {
        return m.run(m.kernel().root().actor(), operation).result();
    }

    private static Task withBuffer(TestMachine m, String name, long value) {
        Task task = m.task(name);
        m.mmap(task, BUF, 2);
        m.write(task, BUF, value);
        return task;
    }

    @Test
    void v1TakesAQueueAtTheIoctlAndV2AtCreate() {
        TestMachine v1 = boot(new SpimdevBackend());
        assertThat(root(v1, v1.access().createMdev("m", v1.device()))).isEqualTo(Errno.OK);
        assertThat(v1.device().freeQueues()).isEqualTo(3);
        v1.open(v1.task("A"), "q");
        assertThat(v1.device().freeQueues()).isEqualTo(2);

        TestMachine v2 = boot(new SdmdevBackend());
        assertThat(root(v2, v2.access().createMdev("m", v2.device()))).isEqualTo(Errno.OK);
        assertThat(v2.device().freeQueues()).isEqualTo(2);
        v2.open(v2.task("A"), "q");
        assertThat(v2.device().freeQueues()).isEqualTo(2);
    }

    @Test
    void aDeadClientsQueueIsFreeInV1AndStaysWithItsMdevInV2() {
        TestMachine v1 = boot(new SpimdevBackend());
        Task a = withBuffer(v1, "A", 1);
        v1.open(a, "q");
        v1.kill(a);
        assertThat(v1.device().freeQueues()).isEqualTo(3);
        assertThat(v1.access().mdevs(v1.device())).isEqualTo(1);
        assertThat(v1.access().leaked(v1.device())).isZero();

        TestMachine v2 = boot(new SdmdevBackend());
        Task b = withBuffer(v2, "B", 1);
        v2.open(b, "q");
        v2.kill(b);
        assertThat(v2.device().freeQueues()).isEqualTo(2);
        assertThat(v2.access().leaked(v2.device())).isEqualTo(1);
    }

    @Test
    void furtherQueuesOfAProcessTakeV1TwoSystemCallsAndNoAdministrator() {
        TestMachine m = boot(new SpimdevBackend());
        Task a = m.task("A");
        m.open(a, "p");
        assertThat(a.syscalls()).isEqualTo(7);
        assertThat(m.access().adminSteps(m.device())).isEqualTo(6);
        m.open(a, "q");
        assertThat(a.syscalls()).isEqualTo(9);
        assertThat(m.access().adminSteps(m.device())).isEqualTo(6);
    }

    /** The pages of a client that died stay in the parent's domain: the next client's queue reaches them. */
    @Test
    @Tag("unverified")
    void v1LetsTheNextUsersDeviceReachTheFirstUsersPageAndV2DoesNot() {
        TestMachine v1 = boot(new SpimdevBackend());
        Task a = withBuffer(v1, "A", 11);
        AccessQueue p = v1.open(a, "p");
        v1.map(a, p, BUF, 2);
        v1.kill(a);
        assertThat(v1.access().safetyViolations()).containsEntry("entry-without-mapping", 2L);
        Task b = withBuffer(v1, "B", 22);
        AccessQueue q = v1.open(b, "q");
        assertThat(q.reachable()).isEqualTo(2);
        assertThat(v1.tryDeviceRead(q, BUF)).isEqualTo(Errno.OK);
        assertThat(v1.map(b, q, BUF, 2)).as("the entries are in the way").isEqualTo(Errno.EEXIST);
        assertThat(v1.map(b, q, BUF + 2, 1)).isEqualTo(Errno.EFAULT);

        TestMachine v2 = boot(new SdmdevBackend());
        Task c = withBuffer(v2, "A", 11);
        v2.map(c, v2.open(c, "p"), BUF, 2);
        v2.kill(c);
        assertThat(v2.access().safetyViolations()).isEmpty();
        Task d = withBuffer(v2, "B", 22);
        AccessQueue r = v2.open(d, "r");
        assertThat(r.reachable()).isZero();
        assertThat(v2.tryDeviceRead(r, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(v2.map(d, r, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(v2.deviceRead(r, BUF)).isEqualTo(22);
    }

    /** A frame that was freed has a new owner, and it is that one's memory that the device changes. */
    @Test
    @Tag("unverified")
    void v1LetsTheNextUsersDeviceWriteIntoMemoryOfAThirdProcess() {
        TestMachine m = boot(new SpimdevBackend());
        Task a = withBuffer(m, "A", 11);
        m.map(a, m.open(a, "p"), BUF, 1);
        m.kill(a);
        Task victim = m.task("V");
        m.mmap(victim, 0x7000, 4);
        for (long vpn = 0x7000; vpn < 0x7004; vpn++) {
            m.write(victim, vpn, 5);
        }
        Task b = m.task("B");
        AccessQueue q = m.open(b, "q");
        assertThat(m.deviceWrite(q, BUF, 99)).isEqualTo(Errno.OK);
        assertThat(q.engine().stale()).isEqualTo(1);
        long changed = 0;
        for (long vpn = 0x7000; vpn < 0x7004; vpn++) {
            changed += m.read(victim, vpn) == 99 ? 1 : 0;
        }
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void theOrderlyCloseUnmapsByHandSoV1LeavesNothing() {
        TestMachine m = boot(new SpimdevBackend());
        Task a = withBuffer(m, "A", 1);
        AccessQueue p = m.open(a, "p");
        AccessQueue q = m.open(a, "q");
        m.map(a, p, BUF, 2);
        assertThat(m.close(a, p)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).as("the process still has the mapping").isEqualTo(1);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(a.files().descriptors()).isEmpty();
        assertThat(a.mm().lockedPages()).isZero();
    }

    @Test
    void queuesOfOneProcessShareItsContainerSoARangeIsMappedOnce() {
        for (AccessBackend backend : new AccessBackend[] {new SpimdevBackend(), new SdmdevBackend()}) {
            TestMachine m = boot(backend);
            Task a = withBuffer(m, "A", 3);
            AccessQueue p = m.open(a, "p");
            AccessQueue q = m.open(a, "q");
            assertThat(m.map(a, p, BUF, 2)).isEqualTo(Errno.OK);
            assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.EEXIST);
            assertThat(m.deviceRead(q, BUF)).isEqualTo(3);
            assertThat(a.mm().lockedPages()).isEqualTo(2);
        }
    }

    @Test
    void aSecondMdevDoesNotHelpASecondProcess() {
        TestMachine m = boot(new SpimdevBackend());
        root(m, m.access().createMdev("m", m.device()));
        root(m, m.access().createMdev("n", m.device()));
        m.open(m.task("A"), "p");
        Task b = m.task("B");
        assertThat(m.tryOpen(b, OpenOptions.named("q")).result()).isEqualTo(Errno.EBUSY);
        assertThat(b.files().descriptors()).isEmpty();
    }
}
