package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole address space in one call: correct for what existed then. */
class VfioUnityTest {
    private static final long BUF = 0x1000;
    private static final long SECRET = 0x2000;
    private static final long LATER = 0x3000;

    private final TestMachine m;
    private final Task a;
    private final AccessQueue q;

    VfioUnityTest() {
        m = new TestMachine(
                new VfioUnityBackend(),
                KernelVersion.parse("6.18"),
                4,
                TestMachine.config().withMemlockPages(8));
        a = m.task("A");
        m.mmap(a, BUF, 2);
        m.mmap(a, SECRET, 3);
        m.write(a, SECRET, 42);
        q = m.open(a, "q");
    }

    @Test
    void theDeviceReachesAllThatTheProcessHasAndNothingItMapsLater() {
        assertThat(q.reachable()).isZero();
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, SECRET)).isEqualTo(42);
        assertThat(q.reachable()).isEqualTo(5);
        m.mmap(a, LATER, 1);
        m.write(a, LATER, 7);
        assertThat(m.tryDeviceRead(q, LATER)).isEqualTo(Errno.EFAULT);
        assertThat(m.map(a, q, BUF, 1)).as("the call again").isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, LATER)).isEqualTo(7);
        assertThat(a.mm().lockedPages()).as("nothing is charged twice").isEqualTo(6);
    }

    @Test
    void untouchedMemoryIsPinnedToo() {
        m.map(a, q, BUF, 1);
        assertThat(a.mm().lockedPages()).isEqualTo(5);
        assertThat(m.kernel().mm().memory().used()).isEqualTo(5);
    }

    @Test
    void theLimitIsReachedByMemoryThatNoJobNeedsAndThenNothingIsRegistered() {
        m.mmap(a, LATER, 10);
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.ENOMEM);
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(q.reachable()).isZero();
    }

    @Test
    void eachAreaKeepsItsOwnRightsAndOneThatNobodyMayReadIsPassedOver() {
        m.mmap(a, LATER, 1, Vma.READ);
        m.mmap(a, LATER + 1, 1, 0);
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, LATER)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, LATER, 1)).isEqualTo(Errno.EFAULT);
        assertThat(m.tryDeviceRead(q, LATER + 1)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void nothingIsTakenBackBeforeTheQueueIsClosed() {
        m.map(a, q, BUF, 1);
        assertThat(m.access().whyNot(AccessStep.UNMAP)).isNotNull();
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isZero();
    }

    @Test
    void aSharedFileIsPassedOverWhereItRefusesLongtermPins() {
        FileMapping file = m.kernel().mm().file("F");
        m.run(a, new Mmap(a.cpu(), a.mm(), LATER, 1, Vma.READ | Vma.WRITE | Vma.SHARED, file, null));
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(q.reachable()).isEqualTo(5);
        assertThat(m.tryDeviceRead(q, LATER)).isEqualTo(Errno.EFAULT);
    }

    /** What munmap took from the process the registration still has, and so has the device. */
    @Test
    void whatIsUnmappedLaterStaysReachable() {
        m.map(a, q, BUF, 1);
        m.munmap(a, SECRET, 3);
        assertThat(m.deviceRead(q, SECRET)).isEqualTo(42);
        assertThat(q.engine().stale()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.4, EINVAL", "7.0, EINVAL"})
    void oneAreaOverAReservedRangeSpoilsTheWholeCallOnceRangesAreChecked(String version, Errno answer) {
        TestMachine other = new TestMachine(new VfioUnityBackend(), KernelVersion.parse(version), 4);
        Task b = other.task("B");
        other.mmap(b, BUF, 1);
        other.mmap(b, 0xFEE00, 1);
        AccessQueue r = other.open(b, "r");
        assertThat(other.map(b, r, BUF, 1)).isEqualTo(answer);
        assertThat(r.reachable()).isEqualTo(answer.ok() ? 2 : 0);
    }
}
