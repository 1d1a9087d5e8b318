package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.deviceEntry;
import static io.github.accelbed.odp.Machines.listen;
import static io.github.accelbed.odp.Machines.migrate;
import static io.github.accelbed.odp.Machines.mirrors;
import static io.github.accelbed.odp.Machines.mmapShared;
import static io.github.accelbed.odp.Machines.pte;
import static io.github.accelbed.odp.Machines.swapOut;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mirror follows the process's page table: what is entered when, what takes entries away, and what that costs. */
class MirrorTest {

    // Registration

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void registrationEntersPresentPagesWithTheCpusRightFrom510OnAndFaultsNothingIn(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 4);
        m.write(a, BUF, 1);
        m.read(a, BUF + 1);
        int used = m.kernel().mm().memory().used();
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        if (!version.since(5, 10)) {
            assertThat(q.reachable()).as("the table is empty").isZero();
            assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
            assertThat(q.engine().faults()).isEqualTo(1);
            return;
        }

        assertThat(Pte.writable(deviceEntry(q, BUF))).isTrue();
        assertThat(Pte.readable(deviceEntry(q, BUF + 1))).as("the zero page").isTrue();
        assertThat(Pte.writable(deviceEntry(q, BUF + 1))).isFalse();
        assertThat(deviceEntry(q, BUF + 2)).isZero();
        assertThat(m.kernel().mm().memory().used()).isEqualTo(used);
        assertThat(q.reachable()).isEqualTo(2);
        assertThat(q.mappable()).isEqualTo(2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(m.deviceRead(q, BUF + 1)).isZero();
        assertThat(q.engine().faults())
                .as("a page that was touched does not fault")
                .isZero();
        assertThat(m.holdings().pinned()).isZero();
        assertThat(m.kernel().mm().references()).as("no entry holds a page").isEmpty();
    }

    @Test
    void aRangeWithoutAnAreaIsRegisteredAndUsableOnceItIsMapped() {
        TestMachine m = boot("6.1");
        Task a = m.task("A");
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(q.mappable()).isZero();
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        m.mmap(a, BUF, 2);
        assertThat(q.mappable()).isEqualTo(2);
        assertThat(m.deviceWrite(q, BUF, 5)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF)).isEqualTo(5);
    }

    // fork

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void forkTakesPrivatePagesAwayAndLeavesSharedAndUncopiedOnes(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        long shared = BUF + 0x10;
        long uncopied = BUF + 0x20;
        long untouched = BUF + 0x30;
        mmapShared(m, a, shared, 1);
        m.mmap(a, uncopied, 1);
        m.mmap(a, untouched, 1);
        m.madvise(a, uncopied, 1, Madvise.Advice.DONTFORK);
        AccessQueue q = m.open(a, "q");
        for (long page : List.of(BUF, shared, uncopied)) {
            m.map(a, q, page, 1);
            assertThat(m.deviceWrite(q, page, 7)).isEqualTo(Errno.OK);
        }
        m.map(a, q, untouched, 1, false);
        m.deviceRead(q, untouched);
        m.fork(a, "B");

        assertThat(deviceEntry(q, BUF)).as("private").isZero();
        assertThat(mirrors(q, a, shared)).as("MAP_SHARED").isTrue();
        assertThat(mirrors(q, a, uncopied)).as("DONTFORK").isTrue();
        assertThat(mirrors(q, a, untouched)).as("only ever read").isTrue();
        assertThat(q.invalidations()).isEqualTo(1);
    }

    // What takes entries away

    private static final Map<String, BiFunction<TestMachine, Task, Errno>> CHANGES = Map.of(
            "munmap", (m, a) -> m.munmap(a, BUF, 1),
            "mprotect", (m, a) -> m.mprotect(a, BUF, 1, Vma.READ),
            "dontneed", (m, a) -> m.madvise(a, BUF, 1, Madvise.Advice.DONTNEED),
            "free", (m, a) -> m.madvise(a, BUF, 1, Madvise.Advice.FREE),
            "swap-out", (m, a) -> swapOut(m, a, BUF),
            "migration", (m, a) -> migrate(m, a, BUF),
            "mremap",
                    (m, a) -> m.run(a, new Mremap(a.cpu(), a.mm(), BUF, 1, BUF + 0x100))
                            .result());

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void everyChangeOfAnEntryTakesTheDevicesAwayOnce(KernelVersion version) {
        CHANGES.forEach((name, change) -> {
            TestMachine m = boot(version);
            Task a = withBuffer(m, "A", 2);
            AccessQueue q = m.open(a, "q");
            m.map(a, q, BUF, 2);
            m.deviceWrite(q, BUF, 3);
            m.deviceWrite(q, BUF + 1, 4);
            assertThat(change.apply(m, a)).as(name).isEqualTo(Errno.OK);
            assertThat(deviceEntry(q, BUF)).as(name).isZero();
            assertThat(mirrors(q, a, BUF + 1)).as("the page beside, %s", name).isTrue();
            assertThat(q.invalidations()).as(name).isEqualTo(1);
            assertThat(m.access().safetyViolations()).as(name).isEmpty();
        });
    }

    @Test
    void aPageThatLeftMemoryComesBackWithWhatTheDeviceWrote() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.deviceWrite(q, BUF, 3);
        assertThat(swapOut(m, a, BUF)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(3);
        assertThat(migrate(m, a, BUF)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(3);
        assertThat(q.engine().faults()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void reclaimDoesNotDropALazilyFreedPageThatOnlyTheDeviceWroteSince(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.madvise(a, BUF, 1, Madvise.Advice.FREE);
        m.deviceWrite(q, BUF, 9);
        swapOut(m, a, BUF);
        assertThat(m.read(a, BUF)).isEqualTo(9);
    }

    // Order

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theMirrorIsToldBeforeACopyIsStored(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1, false);
        m.fork(a, "B");
        m.deviceRead(q, BUF);
        int shared = Pte.frame(pte(a, BUF));
        List<String> labels = listen(m);
        a.cpu().actor().start(new CpuAccess(a.cpu()).write(a.mm(), BUF, 2));
        while (a.cpu().actor().step()) {
            boolean device = deviceEntry(q, BUF) != 0;
            boolean moved = Pte.frame(pte(a, BUF)) != shared;
            assertThat(device && moved).as("after %s", labels).isFalse();
        }
        int zapped = labels.indexOf("UMR zap completes");
        int stored = version.since(6, 10) ? labels.indexOf("set_pte_at") : labels.indexOf("set_pte_at_notify");
        assertThat(zapped).isNotNegative().isLessThan(stored);
        assertThat(Pte.frame(pte(a, BUF))).isNotEqualTo(shared);
    }

    // Price

    private static long elapsedPs(TestMachine m, Runnable what) {
        long before = m.kernel().machine().clock().nowPs();
        what.run();
        return m.kernel().machine().clock().nowPs() - before;
    }

    @Test
    void anInvalidationCostsOneRequestAndLittlePerFurtherPageAndNothingWithoutEntries() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 8);
        for (int i = 0; i < 8; i++) {
            m.write(a, BUF + i, i);
        }
        AccessQueue q = m.open(a, "q");
        Runnable protect = () -> m.mprotect(a, BUF, 8, Vma.READ);
        Runnable undo = () -> m.mprotect(a, BUF, 8, Vma.READ | Vma.WRITE);
        long without = elapsedPs(m, protect);
        undo.run();
        m.map(a, q, BUF, 8);
        assertThat(q.reachable()).isEqualTo(8);
        long with = elapsedPs(m, protect);
        assertThat(with - without).isEqualTo((16_600 + 7 * 43) * 1000L);
        undo.run();
        assertThat(elapsedPs(m, protect)).as("nothing is left to zap").isEqualTo(without);
        assertThat(q.invalidations()).isEqualTo(1);
    }

    @Test
    void everyRegionOverAPagePaysForItsOwnInvalidation() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        List<AccessQueue> queues = new ArrayList<>();
        long[] elapsed = new long[3];
        for (int regions = 0; regions < 3; regions++) {
            for (AccessQueue queue : queues) {
                assertThat(m.deviceWrite(queue, BUF, regions)).isEqualTo(Errno.OK);
            }
            elapsed[regions] = elapsedPs(m, () -> m.mprotect(a, BUF, 1, Vma.READ));
            m.mprotect(a, BUF, 1, Vma.READ | Vma.WRITE);
            AccessQueue queue = m.open(a, "q" + regions);
            m.map(a, queue, BUF, 1);
            queues.add(queue);
        }
        long one = m.kernel().machine().costs().ps(Cost.ODP_INVALIDATION);
        assertThat(List.of(elapsed[1] - elapsed[0], elapsed[2] - elapsed[0])).containsExactly(one, 2 * one);
    }
}
