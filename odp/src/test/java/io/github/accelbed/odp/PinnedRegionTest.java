package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.listen;
import static io.github.accelbed.odp.Machines.mmapShared;
import static io.github.accelbed.odp.Machines.until;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A pinned region: what registration refuses, who is charged, and how long the pages stay. */
class PinnedRegionTest {
    private static TestMachine boot(KernelVersion version) {
        return new TestMachine(new PinnedBackend(), version, 4);
    }

    private static TestMachine limited(KernelVersion version, long memlockPages) {
        return new TestMachine(
                new PinnedBackend(), version, 4, TestMachine.config().withMemlockPages(memlockPages));
    }

    private static long pinned(TestMachine m) {
        return m.kernel().mm().references().stream()
                .mapToLong(PageReferences::size)
                .sum();
    }

    // What is refused

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void rangesThatNoRegionCanHaveAreEinval(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, Long.MAX_VALUE, 1)).as("addr + length overflows").isEqualTo(Errno.EINVAL);
        assertThat(m.map(a, q, BUF, 0)).as("no page").isEqualTo(Errno.EINVAL);
        assertThat(m.map(a, q, 0, RegUserMr.MAX_PAGES + 1))
                .as("more than UINT_MAX pages")
                .isEqualTo(Errno.EINVAL);
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whoMayLockNothingIsRefusedWithEperm(KernelVersion version) {
        TestMachine m = limited(version, 0);
        Task a = withBuffer(m, "A", 1);
        assertThat(m.map(a, m.open(a, "q"), BUF, 1)).isEqualTo(Errno.EPERM);
        assertThat(a.mm().pinnedPages()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void beyondTheLimitIsEnomemAndLeavesNoCharge(KernelVersion version) {
        TestMachine m = limited(version, 3);
        Task a = withBuffer(m, "A", 4);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.ENOMEM);
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(m.map(a, q, BUF, 3)).isEqualTo(Errno.OK);
        assertThat(m.map(a, q, BUF, 1)).as("a page of it once more").isEqualTo(Errno.ENOMEM);
        assertThat(a.mm().pinnedPages()).isEqualTo(3);
        assertThat(m.unmap(a, q, BUF, 3)).isEqualTo(Errno.OK);
        assertThat(a.mm().pinnedPages()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aHoleIsEfaultAndEverythingIsUnwound(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 3);
        m.munmap(a, BUF + 1, 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 3)).isEqualTo(Errno.EFAULT);
        assertThat(pinned(m)).isZero();
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(q.reachable()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void withoutMemoryForThePagesItIsEnomemAndEverythingIsUnwound(KernelVersion version) {
        TestMachine m = new TestMachine(
                new PinnedBackend(), version, 4, TestMachine.config().withSizes(1, 3, 16));
        Task a = withBuffer(m, "A", 8);
        assertThat(m.map(a, m.open(a, "q"), BUF, 8)).isEqualTo(Errno.ENOMEM);
        assertThat(pinned(m)).isZero();
        assertThat(a.mm().pinnedPages()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aWritableRegionOfReadOnlyMemoryIsEfault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        m.mprotect(a, BUF, 1, Vma.READ);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 1, true)).isEqualTo(Errno.EFAULT);
        assertThat(m.map(a, q, BUF, 1, false)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EFAULT", "5.8, EFAULT", "6.1, EFAULT", "6.2, OK", "7.0, OK"})
    @Tag("unverified")
    void aReadOnlyRegionAsksForWriteByForceUpTo61(String version, Errno answer) {
        TestMachine m = boot(KernelVersion.parse(version));
        Task a = m.task("A");
        mmapShared(m, a, BUF, 1);
        m.write(a, BUF, 7);
        m.mprotect(a, BUF, 1, Vma.READ);
        AccessQueue q = m.open(a, "q");
        // FOLL_FORCE helps only where a write would copy, so not on shared memory. UNVERIFIED: that 6.2 ended it.
        assertThat(m.map(a, q, BUF, 1, false)).isEqualTo(answer);
    }

    // Who is charged

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aPageRegisteredTwiceIsChargedTwice(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        m.map(a, q, BUF + 1, 1);
        assertThat(a.mm().pinnedPages()).isEqualTo(3);
        assertThat(a.mm().lockedPages()).as("VFIO's counter").isZero();
        assertThat(m.unmap(a, q, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(a.mm().pinnedPages()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whatVfioChargedDoesNotCount(KernelVersion version) {
        TestMachine m = limited(version, 2);
        Task a = withBuffer(m, "A", 2);
        a.mm().chargeLocked(2);
        assertThat(m.map(a, m.open(a, "q"), BUF, 2)).isEqualTo(Errno.OK);
        a.mm().chargeLocked(-2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whoeverClosesTheChargeGoesBackToWhoRegistered(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        assertThat(b.mm().pinnedPages()).as("a child begins without a charge").isZero();
        m.closeRaw(a, q);
        assertThat(a.mm().pinnedPages()).isEqualTo(2);
        m.closeRaw(b, q);
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(b.mm().pinnedPages()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChildRegistersItsOwnMemoryOnAnInheritedContext(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        Task b = m.fork(a, "B");
        m.write(b, BUF, 3);
        assertThat(m.map(b, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(3);
        assertThat(b.mm().pinnedPages()).isEqualTo(1);
        assertThat(a.mm().pinnedPages()).isZero();
    }

    // How long the pages stay

    @Test
    void thePagesGoBackAfterTheAdapterConfirmedThatTheKeyIsGone() {
        TestMachine m = Machines.boot(new PinnedBackend(), "6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        List<String> labels = listen(m);
        m.unmap(a, q, BUF, 1);
        assertThat(labels).containsSubsequence("revoke_mr", "__ib_umem_release", "atomic64_sub(pinned_vm)");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void betweenTheEndOfTheAddressSpaceAndOfTheFilesTheDeviceStillWrites(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Actor cpu = a.cpu().actor();
        cpu.start(new Exit(m.kernel().processes(), a));
        until(m, cpu, "mmdrop");
        assertThat(a.mm().alive()).isFalse();
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(q.engine().stale()).as("nobody's page").isEqualTo(1);
        assertThat(cpu.run()).isTrue();
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.EIO);
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void pagesAndChargeOfADeadParentStayUntilTheChildClosesTheContext(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 9);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(9);
        assertThat(a.mm().pinnedPages()).isEqualTo(2);
        m.exit(b);
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aRegistrationThatIsKilledAtAnyStepLeavesNothing(KernelVersion version) {
        for (int steps = 0; ; steps++) {
            TestMachine m = boot(version);
            Task a = withBuffer(m, "A", 2);
            AccessQueue q = m.open(a, "q");
            Actor cpu = a.cpu().actor();
            cpu.start(q.map(a, BUF, 2, true));
            for (int i = 0; i < steps && !cpu.idle(); i++) {
                cpu.step();
            }
            boolean over = cpu.idle();
            m.kill(a);
            m.checkNothingLeft();
            if (over) {
                return;
            }
        }
    }

    /** A booted 5.10 and 6.1 answer ok, 6.12 EFAULT; the page was there before it lost its rights. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.10, OK", "6.1, OK", "6.2, EFAULT", "6.18, EFAULT"})
    void aReadOnlyRegionOfMemoryWithoutRightsIsForcedUpTo61(KernelVersion version, Errno answer) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 9);
        Task b = m.fork(a, "B");
        AccessQueue q = m.open(a, "q");
        m.mprotect(a, BUF, 2, 0);
        assertThat(m.map(a, q, BUF, 2, false)).isEqualTo(answer);
        if (answer.ok()) {
            assertThat(m.deviceRead(q, BUF)).isEqualTo(9);
            assertThat(m.tryRead(a, BUF)).as("still without rights").isEqualTo(Errno.SIGSEGV);
            assertThat(m.tryRead(a, BUF + 1)).isEqualTo(Errno.SIGSEGV);
        }
        m.exit(b);
        m.exitAll();
        m.checkNothingLeft();
    }

    @Test
    void aRangeAtTheEndOfTheAddressSpaceIsAHoleNotAnOverflow() {
        TestMachine m = Machines.boot(new PinnedBackend(), "6.1");
        Task a = withBuffer(m, "A", 1);
        assertThat(m.map(a, m.open(a, "q"), PageTable.PAGES - 1, 1)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void theNoteTellsWhatTheEraDoesToPins() {
        PinnedBackend row = new PinnedBackend();
        assertThat(row.note(KernelVersion.parse("5.8"))).contains("fork shares");
        assertThat(row.note(KernelVersion.parse("6.1"))).contains("UNVERIFIED").doesNotContain("fork");
        assertThat(row.note(KernelVersion.parse("6.18"))).isNull();
    }
}
