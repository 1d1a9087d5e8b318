package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.deviceEntry;
import static io.github.accelbed.odp.Machines.listen;
import static io.github.accelbed.odp.Machines.mirrors;
import static io.github.accelbed.odp.Machines.passes;
import static io.github.accelbed.odp.Machines.resets;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page fault of the adapter: what it asks for, how often it goes round, how it fails, what it costs. */
class DeviceFaultTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aMissingPageTakesOnePassAndAReadOfAWritableRegionAllocatesIt(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        assertThat(m.deviceRead(q, BUF)).isZero();
        assertThat(passes(q)).isEqualTo(1);
        assertThat(Pte.writable(deviceEntry(q, BUF)))
                .as("a page of its own, not the zero page")
                .isTrue();
        assertThat(m.kernel().mm().memory().used()).isEqualTo(1);
        m.deviceWrite(q, BUF, 1);
        assertThat(q.engine().faults()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aReadOfAReadOnlyRegionMapsTheZeroPageAndASecondReadDoesNotFault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1, false);
        assertThat(m.deviceRead(q, BUF)).isZero();
        assertThat(m.kernel().mm().memory().used()).isZero();
        m.write(a, BUF, 5);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(5);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(5);
        assertThat(q.engine().faults()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aReadOfAReadOnlyAreaThroughAWritableRegionIsEfault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue rw = m.open(a, "rw");
        AccessQueue ro = m.open(a, "ro");
        m.mprotect(a, BUF, 1, Vma.READ);
        // Nothing may be present at registration: an entry would grant the read without asking.
        m.madvise(a, BUF, 1, Madvise.Advice.DONTNEED);
        m.map(a, rw, BUF, 1, true);
        m.map(a, ro, BUF, 1, false);

        assertThat(m.tryDeviceRead(rw, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(rw.mappable()).isZero();
        assertThat(m.tryDeviceRead(ro, BUF)).isEqualTo(Errno.OK);
        assertThat(resets(rw)).isEqualTo(1);
        assertThat(resets(ro)).isZero();
        m.mprotect(a, BUF, 1, Vma.READ | Vma.WRITE);
        assertThat(m.tryDeviceRead(rw, BUF)).as("the queue stays usable").isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aPagePresentInAReadOnlyAreaIsReadableThroughAWritableRegionUntilItIsDropped(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        m.mprotect(a, BUF, 1, Vma.READ);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1, true);
        if (!version.since(5, 10)) {
            assertThat(m.tryDeviceRead(q, BUF)).as("nothing was entered").isEqualTo(Errno.EFAULT);
            return;
        }
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(m.deviceWrite(q, BUF, 2)).isEqualTo(Errno.EFAULT);
        m.fork(a, "B");
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(m.read(a, BUF)).isEqualTo(1);
    }

    @Test
    void aKeyViolationIsNoPageFault() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1, false);
        assertThat(m.deviceWrite(q, BUF, 1)).as("no right").isEqualTo(Errno.EFAULT);
        assertThat(m.deviceWrite(q, BUF + 1, 1)).as("no key").isEqualTo(Errno.EFAULT);
        assertThat(q.engine().faults()).isZero();
        assertThat(resets(q)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void memoryWithoutRightsIsEfault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.mprotect(a, BUF, 1, 0);
        assertThat(q.reachable()).isZero();
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        m.mprotect(a, BUF, 1, Vma.READ | Vma.WRITE);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aDeadAddressSpaceIsEfaultAndNothingOfItIsReachable(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        m.deviceWrite(q, BUF, 2);
        m.exit(a);
        assertThat(q.hardware().started()).as("B still holds the context").isTrue();
        assertThat(q.reachable()).isZero();
        assertThat(q.mappable()).isZero();
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(m.map(b, q, BUF, 1)).as("B registers its own").isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    @Test
    void exitTakesTheEntriesBeforeTheFilesAreClosed() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        List<String> labels = listen(m);
        m.exit(a);
        assertThat(labels)
                .containsSubsequence(
                        "exit_mm",
                        "UMR zap completes",
                        "zap_pte_range",
                        "exit_files, exit_task_work",
                        "2RST_QP",
                        "mmu_interval_notifier_remove");
    }

    @Test
    void aFaultCostsWhatWasMeasuredPlusTheCpusOwnFault() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        long hit = elapsedPs(m, () -> m.deviceRead(q, BUF));
        long minor = elapsedPs(m, () -> m.deviceRead(q, BUF + 1));
        long cpu = m.kernel().machine().costs().ps(Cost.CPU_MINOR_FAULT);
        assertThat(minor - hit).isEqualTo((129_000 + 5_000 + 7_000 + 79_000) * 1000L + cpu);
        m.fork(a, "B");
        long cow = elapsedPs(m, () -> m.deviceRead(q, BUF));
        long copy = m.kernel().machine().costs().ps(Cost.CPU_COW_FAULT);
        assertThat(cow - hit).as("two passes").isEqualTo((129_000 + 2 * 5_000 + 7_000 + 79_000) * 1000L + copy);
    }

    // Segments

    private static Errno receive(AccessQueue q, int pages) {
        q.engine().descriptor().job(Job.RECEIVE, BUF, BUF, pages, 1);
        return run(q);
    }

    private static Errno copy(AccessQueue q, long to, int pages) {
        q.engine().descriptor().copy(BUF, to, pages);
        return run(q);
    }

    private static Errno run(AccessQueue q) {
        q.cpu().actor().start(q.engine());
        assertThat(q.cpu().actor().run()).isTrue();
        return q.engine().result();
    }

    static Stream<Arguments> rows() {
        return Machines.kernels()
                .flatMap(version ->
                        Stream.of(new OdpBackend(), new ImplicitOdpBackend()).map(row -> Arguments.of(row, version)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rows")
    void aSegmentIsOneFaultWhateverItsLength(AccessBackend row, KernelVersion version) {
        TestMachine m = new TestMachine(row, version, 4);
        Task a = withBuffer(m, "A", 1500);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1500);
        assertThat(receive(q, 700)).isEqualTo(Errno.OK);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(q.reachable()).as("no more than the segment").isEqualTo(700);
        assertThat(copy(q, BUF + 800, 700)).isEqualTo(Errno.OK);
        assertThat(q.engine().faults())
                .as("the source is there, the target is a segment")
                .isEqualTo(2);
        m.madvise(a, BUF + 2, 1, Madvise.Advice.DONTNEED);
        assertThat(receive(q, 700)).isEqualTo(Errno.OK);
        assertThat(q.engine().faults()).as("where the first page is missing").isEqualTo(3);
        m.check();
    }

    @Test
    void theFaultOfASegmentCostsOneFaultAndAPriceForEachFurtherPage() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 8);
        m.madvise(a, BUF, 8, Madvise.Advice.POPULATE);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 8);
        long hit = elapsedPs(m, () -> receive(q, 4));
        m.madvise(a, BUF, 8, Madvise.Advice.DONTNEED);
        m.madvise(a, BUF, 8, Madvise.Advice.POPULATE);
        long missed = elapsedPs(m, () -> receive(q, 4));
        assertThat(missed - hit).isEqualTo((220_000 + 3 * 127) * 1000L);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aHoleInTheSegmentFailsAllOfItAndOnlyGetUserPagesEntersWhatIsBeforeIt(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 4);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 4);
        m.munmap(a, BUF + 2, 1);
        assertThat(receive(q, 4)).isEqualTo(Errno.EFAULT);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(q.reachable()).isEqualTo(version.since(5, 10) ? 0 : 2);
        assertThat(m.read(a, BUF)).as("nothing was moved").isZero();
        m.check();
    }

    @Test
    void aSegmentOverTheBorderOfTwoBlocksMakesTwoChildrenInOneFault() {
        TestMachine m = boot(new ImplicitOdpBackend(), "6.1");
        Task a = m.task("A");
        long start = ImplicitRegion.BLOCK_PAGES - 2;
        m.mmap(a, start, 4);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, start, 4);
        q.engine().descriptor().job(Job.RECEIVE, start, start, 4, 1);
        assertThat(run(q)).isEqualTo(Errno.OK);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(a.mm().notifiers().intervals()).hasSize(2);
        m.check();
    }

    private static long elapsedPs(TestMachine m, Runnable what) {
        long before = m.kernel().machine().clock().nowPs();
        what.run();
        return m.kernel().machine().clock().nowPs() - before;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void twoDevicesOfOnePageEachFaultForThemselves(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue p = m.open(a, "p");
        AccessQueue q = m.open(a, "q");
        AccessQueue shared = m.open(a, new OpenOptions("s", p, false, false));
        m.map(a, p, BUF, 1);
        m.map(a, q, BUF, 1);
        m.deviceWrite(p, BUF, 4);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(4);
        assertThat(m.deviceRead(shared, BUF)).isEqualTo(4);
        assertThat(p.engine().faults()).isEqualTo(1);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(shared.engine().faults()).as("same context, same mirror").isZero();
        assertThat(mirrors(p, a, BUF) && mirrors(q, a, BUF)).isTrue();
    }

    @Test
    void aHugePageIsMirroredPageByPage() {
        TestMachine m = boot("6.1");
        Task a = m.task("A");
        long huge = 0x20000;
        m.mmap(a, huge, 512, Vma.READ | Vma.WRITE | Vma.HUGEPAGE);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, huge, 512);
        assertThat(m.deviceWrite(q, huge + 7, 7)).isEqualTo(Errno.OK);
        assertThat(m.read(a, huge + 7)).isEqualTo(7);
        assertThat(q.reachable()).isEqualTo(1);
        m.fork(a, "B");
        m.write(a, huge + 7, 8);
        assertThat(m.deviceRead(q, huge + 7)).isEqualTo(8);
        assertThat(m.access().safetyViolations()).isEmpty();
    }
}
