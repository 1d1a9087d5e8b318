package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.deviceEntry;
import static io.github.accelbed.odp.Machines.until;
import static io.github.accelbed.odp.Machines.withBuffer;
import static io.github.accelbed.odp.MrRequest.LOCAL_WRITE;
import static io.github.accelbed.odp.MrRequest.ON_DEMAND;
import static io.github.accelbed.odp.Verbs.PREFETCH;
import static io.github.accelbed.odp.Verbs.PREFETCH_NO_FAULT;
import static io.github.accelbed.odp.Verbs.PREFETCH_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefetch: what it asks the process's memory for, what it enters, what it costs, and what it refuses. */
class AdviseTest {
    private TestMachine m;
    private Task a;
    private AccessQueue q;
    private Verbs verbs;

    private void boot(String version) {
        boot(KernelVersion.parse(version), 4);
    }

    private void boot(KernelVersion version, long pages) {
        m = new TestMachine(new OdpBackend(), version, 4);
        a = withBuffer(m, "A", pages);
        q = m.open(a, "q");
        verbs = Verbs.of(m.access());
    }

    private Errno advise(int advice, boolean flush, Verbs.Sge... parts) {
        return m.run(a, verbs.adviseMr(a, q, advice, flush, List.of(parts))).result();
    }

    private Errno advise(int advice, long page, long pages) {
        return advise(advice, true, new Verbs.Sge(verbs.lkey(q, page), page, pages));
    }

    // What it enters

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.0", "5.4", "5.8", "5.10", "6.1", "7.0"})
    void aPrefetchForReadingEntersReadOnlySoThatAWriteStillFaults(String version) {
        boot(version);
        m.map(a, q, BUF, 4);
        m.write(a, BUF, 1);
        assertThat(advise(PREFETCH, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(m.deviceRead(q, BUF + 3)).isZero();
        assertThat(q.engine().faults()).isZero();
        assertThat(Pte.writable(deviceEntry(q, BUF)))
                .as("though the CPU may write")
                .isFalse();
        assertThat(m.kernel().mm().memory().used())
                .as("the zero page for the rest")
                .isEqualTo(1);
        assertThat(m.deviceWrite(q, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(m.access().safetyViolations()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.0", "5.4", "5.8", "5.10", "6.1", "7.0"})
    void aPrefetchForWritingFaultsPagesInAndLeavesNothingToFault(String version) {
        boot(version);
        m.map(a, q, BUF, 4);
        assertThat(advise(PREFETCH_WRITE, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.kernel().mm().memory().used()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(m.deviceWrite(q, BUF + i, i)).isEqualTo(Errno.OK);
        }
        assertThat(q.engine().faults()).isZero();
        assertThat(m.read(a, BUF + 3)).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.0", "5.4", "5.8", "5.10", "6.1", "7.0"})
    void aPrefetchForWritingOfPagesSharedByForkBreaksCopyOnWrite(String version) {
        boot(version);
        m.write(a, BUF, 1);
        m.write(a, BUF + 1, 1);
        m.map(a, q, BUF, 4);
        Task b = m.fork(a, "B");
        assertThat(advise(PREFETCH_WRITE, BUF, 2)).isEqualTo(Errno.OK);
        m.deviceWrite(q, BUF, 5);
        m.deviceWrite(q, BUF + 1, 6);
        assertThat(q.engine().faults()).isZero();
        assertThat(List.of(m.read(a, BUF), m.read(a, BUF + 1), m.read(b, BUF), m.read(b, BUF + 1)))
                .containsExactly(5L, 6L, 1L, 1L);
    }

    @Test
    void withoutFaultsOnlyWhatIsThereIsEnteredWithTheCpusRight() {
        boot("6.1");
        m.map(a, q, BUF, 4);
        m.write(a, BUF, 1);
        m.read(a, BUF + 1);
        assertThat(advise(PREFETCH_NO_FAULT, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(Pte.writable(deviceEntry(q, BUF))).isTrue();
        assertThat(Pte.writable(deviceEntry(q, BUF + 1))).isFalse();
        assertThat(q.reachable()).isEqualTo(2);
        assertThat(m.kernel().mm().memory().used()).isEqualTo(1);
    }

    @Test
    void aPrefetchTakesNoRightAway() {
        boot("6.1");
        m.map(a, q, BUF, 4);
        m.deviceWrite(q, BUF, 1);
        assertThat(advise(PREFETCH, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(Pte.writable(deviceEntry(q, BUF))).isTrue();
    }

    @Test
    void readOnlyMemoryOfAWritableRegionCanBePrefetchedForReading() {
        boot("6.1");
        m.write(a, BUF, 3);
        m.mprotect(a, BUF, 4, Vma.READ);
        m.madvise(a, BUF + 1, 1, Madvise.Advice.DONTNEED);
        m.map(a, q, BUF, 4);
        assertThat(m.tryDeviceRead(q, BUF + 1)).as("a fault asks for write").isEqualTo(Errno.EFAULT);
        assertThat(advise(PREFETCH_WRITE, BUF, 2)).isEqualTo(Errno.EFAULT);
        assertThat(advise(PREFETCH, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF + 1)).isZero();
    }

    @Test
    void aPrefetchOfAnImplicitRegionMakesTheChildrenOfItsBlocks() {
        m = new TestMachine(new ImplicitOdpBackend(), KernelVersion.parse("6.1"), 4);
        long border = ImplicitRegion.BLOCK_PAGES;
        a = m.task("A");
        m.mmap(a, border - 2, 4);
        q = m.open(a, "q");
        verbs = Verbs.of(m.access());
        assertThat(advise(PREFETCH_WRITE, border - 2, 4)).isEqualTo(Errno.OK);
        assertThat(a.mm().notifiers().intervals()).hasSize(2);
        assertThat(q.reachable()).isEqualTo(4);
        m.deviceWrite(q, border, 1);
        assertThat(q.engine().faults()).isZero();
        m.exit(a);
        m.checkNothingLeft();
    }

    // What it costs

    @Test
    void aBatchCostsOneFaultsDriverPartAndLittlePerFurtherPage() {
        boot(KernelVersion.parse("6.1"), 1024);
        m.map(a, q, BUF, 1024);
        for (int i = 0; i < 1024; i++) {
            m.write(a, BUF + i, 1);
        }
        long before = m.kernel().machine().clock().nowPs();
        assertThat(advise(PREFETCH_WRITE, BUF, 1024)).isEqualTo(Errno.OK);
        long elapsed = m.kernel().machine().clock().nowPs() - before;
        assertThat(elapsed)
                .as("4 MiB: call, driver, update, 1023 further pages; not 1024 faults of 220 us")
                .isEqualTo((104 + 5_000 + 7_000 + 1023 * 127) * 1000L);
    }

    // What it refuses

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EOPNOTSUPP, EOPNOTSUPP", "5.0, OK, EOPNOTSUPP", "5.4, OK, EOPNOTSUPP", "6.18, OK, OK"})
    void anUnknownAdviceIsEopnotsupp(String version, Errno prefetch, Errno noFault) {
        boot(version);
        m.map(a, q, BUF, 4);
        assertThat(advise(PREFETCH, BUF, 1)).isEqualTo(prefetch);
        assertThat(advise(PREFETCH_NO_FAULT, BUF, 1)).isEqualTo(noFault);
        assertThat(advise(3, BUF, 1)).isEqualTo(Errno.EOPNOTSUPP);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.8, EOPNOTSUPP", "5.10, OK"})
    @Tag("unverified")
    void prefetchWithoutFaultsCameWithHmm(String version, Errno noFault) {
        boot(version);
        m.map(a, q, BUF, 4);
        // UNVERIFIED: which kernel was the first.
        assertThat(advise(PREFETCH_NO_FAULT, BUF, 1)).isEqualTo(noFault);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0"})
    void anUnknownKeyIsEnoentAndAWindowsEinvalAndAnotherDomainsEperm(String version) {
        boot(version);
        m.map(a, q, BUF, 4);
        int known = verbs.lkey(q, BUF);
        AccessQueue other = m.open(a, "p");
        m.map(a, other, BUF, 4);
        assertThat(advise(PREFETCH, true, new Verbs.Sge(999, BUF, 1))).isEqualTo(Errno.ENOENT);
        assertThat(advise(PREFETCH, true, new Verbs.Sge(verbs.allocMw(q), BUF, 1)))
                .as("no key of a region")
                .isEqualTo(Errno.EINVAL);
        assertThat(advise(PREFETCH, true, new Verbs.Sge(verbs.lkey(other, BUF), BUF, 1)))
                .as("of another protection domain")
                .isEqualTo(Errno.EPERM);
        m.unmap(a, q, BUF, 4);
        assertThat(advise(PREFETCH, true, new Verbs.Sge(known, BUF, 1)))
                .as("deregistered")
                .isEqualTo(Errno.ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.4", "6.1", "7.0"})
    @Tag("unverified")
    void thePinnedRegionsKeyIsEnoent(String version) {
        boot(version);
        m.run(a, verbs.regMr(a, q, MrRequest.ofPages(BUF, 4, LOCAL_WRITE)));
        // UNVERIFIED: it is not among the keys of pageable regions.
        assertThat(advise(PREFETCH, BUF, 1)).isEqualTo(Errno.ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.0, EINVAL", "5.4, EPERM", "5.8, EPERM", "6.1, EPERM", "7.0, EPERM"})
    void aPrefetchForWritingOfAReadOnlyRegionIsRefused(String version, Errno answer) {
        boot(version);
        m.map(a, q, BUF, 4, false);
        assertThat(advise(PREFETCH_WRITE, BUF, 1)).isEqualTo(answer);
        assertThat(advise(PREFETCH, BUF, 1)).isEqualTo(Errno.OK);
    }

    @Test
    @Tag("unverified")
    void thatItIsEpermBegan51() {
        boot("5.1");
        m.map(a, q, BUF, 4, false);
        // UNVERIFIED: which kernel was the first.
        assertThat(advise(PREFETCH_WRITE, BUF, 1)).isEqualTo(Errno.EPERM);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0"})
    void outsideTheRegionAndInAHoleItIsEfaultWhichOnlyAFlushingCallHears(String version) {
        boot(version);
        m.map(a, q, BUF, 4);
        m.munmap(a, BUF + 2, 1);
        Verbs.Sge hole = new Verbs.Sge(verbs.lkey(q, BUF), BUF, 4);
        // get_user_pages answers with the two pages before the hole, and the call with OK.
        boolean maps = !KernelVersion.parse(version).since(5, 10);
        assertThat(advise(PREFETCH, true, hole)).isEqualTo(maps ? Errno.OK : Errno.EFAULT);
        assertThat(q.reachable()).isEqualTo(maps ? 2 : 0);
        assertThat(advise(PREFETCH, false, hole)).isEqualTo(Errno.OK);
        assertThat(advise(PREFETCH, true, new Verbs.Sge(hole.lkey(), BUF + 3, 2)))
                .isEqualTo(Errno.EFAULT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void withoutMemoryItIsEnomem(KernelVersion version) {
        if (!version.since(5, 0)) {
            return;
        }
        m = new TestMachine(new OdpBackend(), version, 4, TestMachine.config().withSizes(1, 3, 16));
        a = withBuffer(m, "A", 8);
        q = m.open(a, "q");
        verbs = Verbs.of(m.access());
        m.map(a, q, BUF, 8);
        Errno some = version.since(5, 10) ? Errno.ENOMEM : Errno.OK;
        assertThat(advise(PREFETCH_WRITE, BUF, 8)).isEqualTo(some);
        assertThat(advise(PREFETCH_WRITE, BUF + 7, 1)).as("not one page").isEqualTo(Errno.ENOMEM);
    }

    @Test
    void whoDoesNotHoldTheContextIsEbadfAndAnUnpluggedDeviceEio() {
        boot("6.1");
        m.map(a, q, BUF, 4);
        Verbs.Sge part = new Verbs.Sge(verbs.lkey(q, BUF), BUF, 1);
        Task b = m.task("B");
        assertThat(m.run(b, verbs.adviseMr(b, q, PREFETCH, true, List.of(part))).result())
                .isEqualTo(Errno.EBADF);
        m.unplug();
        assertThat(advise(PREFETCH, true, part)).isEqualTo(Errno.EIO);
    }

    // Beside other things

    @Test
    void deregistrationWaitsForARunningPrefetch() {
        boot("6.1");
        m.map(a, q, BUF, 4);
        Task b = m.fork(a, "B");
        Actor cpu = a.cpu().actor();
        cpu.start(verbs.adviseMr(a, q, PREFETCH_WRITE, true, List.of(new Verbs.Sge(verbs.lkey(q, BUF), BUF, 4))));
        until(m, cpu, "mmap_read_unlock");
        Actor other = b.cpu().actor();
        other.start(q.unmap(b, BUF, 4));
        assertThat(other.run()).isFalse();
        m.check();
        assertThat(cpu.run()).isTrue();
        assertThat(other.run()).isTrue();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
        m.check();
    }

    @Test
    void anInvalidationSendsThePrefetchRoundOnceMore() {
        boot("6.1");
        m.run(a, verbs.regMr(a, q, MrRequest.ofPages(BUF, 4, LOCAL_WRITE | ON_DEMAND)));
        m.write(a, BUF, 1);
        Actor cpu = a.cpu().actor();
        cpu.start(verbs.adviseMr(a, q, PREFETCH, true, List.of(new Verbs.Sge(verbs.lkey(q, BUF), BUF, 2))));
        until(m, cpu, "mmap_read_unlock");
        assertThat(Machines.swapOut(m, a, BUF)).isEqualTo(Errno.OK);
        assertThat(cpu.run()).isTrue();
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().faults()).isZero();
        assertThat(m.access().safetyViolations()).isEmpty();
    }
}
