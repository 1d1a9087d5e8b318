package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the device sees of a pinned buffer when the process's address space changes under it. */
class VfioForkTest {
    private static final long BUF = 0x1000;

    static Stream<KernelVersion> kernels() {
        return TestMachine.KERNELS.stream();
    }

    private static TestMachine boot(String version) {
        return new TestMachine(new VfioBackend(), KernelVersion.parse(version), 4);
    }

    private static AccessQueue pinned(TestMachine m, Task a) {
        m.mmap(a, BUF, 2);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.OK);
        return q;
    }

    @ParameterizedTest
    @CsvSource({
        "4.20, 1, 1",
        "5.4, 1, 1",
        "5.8, 1, 1",
        "5.10, 2, 0",
        "5.17, 2, 0",
        "6.1, 2, 0",
        "6.18, 2, 0",
        "7.0, 2, 0",
    })
    void aParentThatWritesFirstAfterForkLosesItsPinnedPageBefore59(String version, long seen, long stale) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = pinned(m, a);
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(seen);
        assertThat(q.engine().stale()).isEqualTo(stale);
    }

    /** With the child's copy or exit first, the parent is alone with the page again. */
    @ParameterizedTest
    @CsvSource({"4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0"})
    void aChildThatWritesOrExitsFirstLeavesThePageToTheParent(String version) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = pinned(m, a);
        Task b = m.fork(a, "B");
        m.write(b, BUF, 3);
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).as("child wrote").isEqualTo(2);
        m.exit(m.fork(a, "C"));
        m.write(a, BUF, 4);
        assertThat(m.deviceRead(q, BUF)).as("child exited").isEqualTo(4);
        assertThat(q.engine().stale()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20", "5.8", "5.10", "7.0"})
    void dontforkKeepsThePinnedPageOnEveryKernel(String version) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = pinned(m, a);
        assertThat(m.madvise(a, BUF, 2, Madvise.Advice.DONTFORK)).isEqualTo(Errno.OK);
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void afterMunmapTheDeviceStaysOnTheOldPage(KernelVersion version) {
        TestMachine m = boot(version.toString());
        Task a = m.task("A");
        AccessQueue q = pinned(m, a);
        assertThat(m.munmap(a, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(1);
        m.mmap(a, BUF, 2);
        m.write(a, BUF, 5);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(2);
        assertThat(a.mm().lockedPages()).as("the charge stays too").isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void inheritedMappingsGoOnAfterExecOnPagesThatNoProcessHas(KernelVersion version) {
        TestMachine m = boot(version.toString());
        Task a = m.task("A");
        m.mmap(a, BUF, 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, new OpenOptions("q", null, true, false));
        m.map(a, q, BUF, 1);
        m.exec(a);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(1);
        assertThat(q.reachable()).isEqualTo(1);
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(m.unmap(a, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(q.reachable()).isZero();
        assertThat(a.mm().lockedPages())
                .as("uncharged at the new mm before 6.3")
                .isEqualTo(version.since(6, 3) ? 0 : -1);
        assertThat(m.kernel().mm().memory().used()).isZero();
    }
}
