package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.withBuffer;
import static io.github.accelbed.odp.MrRequest.ON_DEMAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.odp.Verbs.ForkStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ibv_fork_init: the habit of leaving registered memory out of children, and the kernel that makes it unneeded. */
class ForkInitTest {
    private TestMachine m;
    private Task a;
    private Verbs verbs;

    private void boot(KernelVersion version) {
        m = new TestMachine(new PinnedBackend(), version, 4);
        a = withBuffer(m, "A", 4);
        for (int i = 0; i < 4; i++) {
            m.write(a, BUF + i, i);
        }
        verbs = Verbs.of(m.access());
    }

    private Errno forkInit() {
        return m.run(a, verbs.forkInit(a)).result();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, ENABLED", "5.8, ENABLED", "5.10, ENABLED", "5.11, ENABLED", "5.12, UNNEEDED", "7.0, UNNEEDED"})
    void theKernelThatCopiesPinnedPagesMakesItUnneeded(String version, ForkStatus after) {
        boot(KernelVersion.parse(version));
        ForkStatus before = after == ForkStatus.ENABLED ? ForkStatus.DISABLED : ForkStatus.UNNEEDED;
        assertThat(verbs.forkStatus(a)).isEqualTo(before);
        assertThat(forkInit()).isEqualTo(Errno.OK);
        assertThat(forkInit()).as("on already").isEqualTo(Errno.OK);
        assertThat(verbs.forkStatus(a)).isEqualTo(after);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void afterAQueueWasMadeItIsTooLateUnlessItIsUnneeded(KernelVersion version) {
        boot(version);
        m.open(a, "q");
        assertThat(forkInit()).isEqualTo(version.since(5, 12) ? Errno.OK : Errno.EINVAL);
        assertThat(verbs.forkStatus(a)).isNotEqualTo(ForkStatus.ENABLED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8"})
    void theParentKeepsItsPageAndTheChildHasAHole(String version) {
        boot(KernelVersion.parse(version));
        forkInit();
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        m.write(a, BUF, 9);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(9);
        assertThat(m.tryRead(b, BUF)).isEqualTo(Errno.SIGSEGV);
        assertThat(m.read(b, BUF + 2)).as("beside the region").isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8"})
    void withoutItTheParentLosesItsPage(String version) {
        boot(KernelVersion.parse(version));
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        m.write(a, BUF, 9);
        assertThat(m.deviceRead(q, BUF)).isZero();
        assertThat(m.read(b, BUF)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.12", "5.17", "7.0"})
    void whereItIsUnneededTheChildHasItsOwnCopyAfterAll(String version) {
        boot(KernelVersion.parse(version));
        forkInit();
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        m.write(a, BUF, 9);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(9);
        assertThat(m.read(b, BUF)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8"})
    void onDemandMemoryIsInheritedAllTheSame(String version) {
        boot(KernelVersion.parse(version));
        forkInit();
        AccessQueue q = m.open(a, "q");
        m.run(a, verbs.regMr(a, q, MrRequest.ofPages(BUF, 2, ON_DEMAND)));
        Task b = m.fork(a, "B");
        m.write(a, BUF, 9);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(9);
        assertThat(m.read(b, BUF)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8"})
    void overlappingRegionsHoldAPageUntilTheLastIsGone(String version) {
        boot(KernelVersion.parse(version));
        forkInit();
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        m.map(a, q, BUF + 1, 2);
        m.unmap(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        assertThat(m.tryRead(b, BUF)).isEqualTo(Errno.OK);
        assertThat(m.tryRead(b, BUF + 1)).isEqualTo(Errno.SIGSEGV);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        Task c = m.fork(a, "C");
        assertThat(m.read(c, BUF + 1)).isEqualTo(1);
        assertThat(m.read(c, BUF + 2)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8"})
    void aRefusedRegistrationLetsChildrenHaveTheMemoryAgain(String version) {
        m = new TestMachine(
                new PinnedBackend(),
                KernelVersion.parse(version),
                4,
                TestMachine.config().withMemlockPages(1));
        a = withBuffer(m, "A", 2);
        m.write(a, BUF, 3);
        verbs = Verbs.of(m.access());
        forkInit();
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.ENOMEM);
        assertThat(m.read(m.fork(a, "B"), BUF)).isEqualTo(3);
        m.munmap(a, BUF + 1, 1);
        assertThat(m.map(a, q, BUF, 2)).as("madvise of a hole").isEqualTo(Errno.ENOMEM);
        assertThat(m.read(m.fork(a, "C"), BUF)).isEqualTo(3);
    }
}
