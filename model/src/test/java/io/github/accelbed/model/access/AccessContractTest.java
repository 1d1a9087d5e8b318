package io.github.accelbed.model.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.device.Stamps;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract that every row keeps on every kernel (the TCK). A backend's module subclasses it once per row.
 *
 * <p>What differs between rows by design is a {@link RowTrait}.
 */
public abstract class AccessContractTest {
    private static final String KERNELS = "io.github.accelbed.model.access.AccessContractTest#kernels";
    private static final long BUF = 0x1000;
    private static final long OTHER = 0x2000;
    private static final long HOLE = 0x3000;
    private static final int QUEUES = 4;
    private static final int SEQUENCES = 200;

    /** The row under test. */
    protected abstract AccessBackend backend();

    /** What is free while some clients have a queue each. */
    private static long freeBeside(TestMachine m, long clients) {
        return QUEUES - (m.is(RowTrait.SHARES_QUEUES) ? 0 : clients);
    }

    private boolean is(RowTrait trait, KernelVersion version) {
        return backend().traits(version).contains(trait);
    }

    static Stream<KernelVersion> kernels() {
        return TestMachine.KERNELS.stream();
    }

    private TestMachine boot(KernelVersion version) {
        return boot(version, QUEUES, TestMachine.config());
    }

    private TestMachine boot(KernelVersion version, int queues, KernelConfig config) {
        TestMachine machine = new TestMachine(backend(), version, queues, config);
        assumeThat(machine.access().whyNot(AccessStep.OPEN)).as("offered").isNull();
        return machine;
    }

    private static OpenOptions inherited(String name) {
        return new OpenOptions(name, null, true, false);
    }

    private static Task withBuffer(TestMachine m, String name) {
        Task task = m.task(name);
        assertThat(m.mmap(task, BUF, 4)).isEqualTo(Errno.OK);
        return task;
    }

    private static AccessQueue openMapped(TestMachine m, Task task, String name) {
        AccessQueue queue = m.open(task, name);
        assertThat(m.map(task, queue, BUF, 4)).isEqualTo(Errno.OK);
        return queue;
    }

    private void endAll(TestMachine m) {
        m.exitAll();
        m.checkNothingLeft();
        assertThat(m.access().freeQueues(m.device()))
                .as("free queues at the end")
                .isEqualTo(m.device().queues());
        if (!m.is(RowTrait.INSTANCE_OUTLIVES_CLIENT)) {
            assertThat(m.access().leaked(m.device())).as("leaked queues").isZero();
            assertThat(m.access().mdevs(m.device())).as("instances at the end").isZero();
            assertThat(m.device().live()).as("hardware queues at the end").isEmpty();
        }
        if (!m.is(RowTrait.MAY_BREAK_SAFETY)) {
            assertThat(m.access().safetyViolations()).isEmpty();
        }
    }

    @Test
    void aQueueCanBeOpenedOnSomeKernel() {
        assertThat(kernels())
                .anyMatch(version ->
                        new TestMachine(backend(), version, QUEUES).access().whyNot(AccessStep.OPEN) == null);
    }

    // Data

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theDeviceReadsWhatTheProcessWrote(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 11);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.deviceRead(q, BUF)).isEqualTo(11);
        m.write(a, BUF, 12);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(12);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theProcessReadsWhatTheDeviceWrote(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.deviceWrite(q, BUF + 3, 21)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF + 3)).isEqualTo(21);
        assertThat(q.engine().stale()).isZero();
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theDeviceReadsZeroFromMemoryNeverWritten(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.deviceRead(q, BUF + 1)).isZero();
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aCopyMovesEveryPage(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 31);
        m.write(a, BUF + 1, 32);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.deviceCopy(q, BUF, BUF + 2, 2)).isEqualTo(Errno.OK);
        assertThat(List.of(m.read(a, BUF + 2), m.read(a, BUF + 3))).containsExactly(31L, 32L);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void everyEngineWorksOnTheProcessesOwnPages(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = openMapped(m, a, "q");
        long key = 5;
        m.completed(q, Job.RECEIVE, 0, BUF, 3, 7);
        assertThat(m.read(a, BUF + 2)).as("nic").isEqualTo(Stamps.packet(7, 2));
        m.write(a, BUF + 2, Stamps.encrypt(9, key));
        m.completed(q, Job.DECRYPT, BUF, BUF, 3, key);
        assertThat(m.read(a, BUF + 2)).as("rsa").isEqualTo(9);
        long sum = Stamps.digest(Stamps.digest(Stamps.digest(0, m.read(a, BUF)), m.read(a, BUF + 1)), 9);
        assertThat(m.completed(q, Job.REDUCE, BUF, 0, 3, 0)).as("ai").isEqualTo(sum);
        long packed = Stamps.digest(Stamps.digest(0, m.read(a, BUF + 1)), 9);
        m.completed(q, Job.COMPRESS, BUF + 1, BUF + 3, 2, 0);
        assertThat(m.read(a, BUF + 3)).as("zip").isEqualTo(packed);
        assertThat(q.engine().stale()).isZero();
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void twoProcessesOfOneDeviceDoNotSeeEachOther(KernelVersion version) {
        assumeThat(is(RowTrait.SERVES_ONE_PROCESS, version)).as("one process").isFalse();
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        Task b = withBuffer(m, "B");
        m.write(a, BUF, 41);
        m.write(b, BUF, 42);
        AccessQueue p = openMapped(m, a, "p");
        AccessQueue q = openMapped(m, b, "q");
        assertThat(m.deviceRead(p, BUF)).isEqualTo(41);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(42);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aSecondProcessHasToWaitWhereADeviceServesOne(KernelVersion version) {
        assumeThat(is(RowTrait.SERVES_ONE_PROCESS, version)).as("one process").isTrue();
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        Task b = withBuffer(m, "B");
        AccessQueue q = openMapped(m, a, "q");
        Holdings before = m.holdings();
        assertThat(m.tryOpen(b, OpenOptions.named("r")).result()).isEqualTo(Errno.EBUSY);
        if (m.is(RowTrait.OPENS_ONCE)) {
            assertThat(m.tryOpen(a, OpenOptions.named("r")).result()).isEqualTo(Errno.EBUSY);
        }
        assertThat(m.holdings()).isEqualTo(before);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        m.deviceWrite(openMapped(m, b, "s"), BUF, 43);
        assertThat(m.read(b, BUF)).isEqualTo(43);
        endAll(m);
    }

    // What may happen at any moment

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anEvictedTranslationIsFoundAgainAndIsNoInvalidation(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 44);
        AccessQueue q = openMapped(m, a, "q");
        assumeThat(q.engine().evict(BUF)).isPresent();
        assertThat(m.deviceRead(q, BUF)).isEqualTo(44);
        long cached = timeOfRead(m, q);
        long invalidations = q.invalidations();
        long reachable = q.reachable();
        Holdings before = m.holdings();
        assertThat(m.evict(q, BUF)).isTrue();
        assertThat(m.evict(q, HOLE)).isTrue();
        assertThat(q.invalidations()).isEqualTo(invalidations);
        assertThat(q.reachable()).isEqualTo(reachable);
        assertThat(m.holdings()).isEqualTo(before);
        assertThat(timeOfRead(m, q)).as("a read that has to walk again").isGreaterThan(cached);
        assertThat(q.engine().value()).isEqualTo(44);
        assertThat(q.engine().stale()).isZero();
        endAll(m);
    }

    private static long timeOfRead(TestMachine m, AccessQueue queue) {
        long start = m.kernel().machine().clock().nowPs();
        m.deviceRead(queue, BUF);
        return m.kernel().machine().clock().nowPs() - start;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aPrefetchTouchesNothingFaultsNothingAndLeavesNothingStale(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 45);
        AccessQueue q = openMapped(m, a, "q");
        assumeThat(q.prefetch(m.kernel().root(), BUF)).isPresent();
        assertThat(m.prefetch(q, BUF)).isTrue();
        m.prefetch(q, HOLE);
        assertThat(q.engine().faults()).isZero();
        assertThat(m.deviceRead(q, BUF)).isEqualTo(45);
        m.write(a, BUF, 46);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(46);
        assertThat(q.engine().stale()).isZero();
        m.close(a, q);
        Holdings before = m.holdings();
        m.prefetch(q, BUF);
        assertThat(m.holdings()).isEqualTo(before);
        assertThat(q.reachable()).isZero();
        endAll(m);
    }

    // Errors of the device

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anAccessToAHoleAnswersEfaultAndTheQueueStaysUsable(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 51);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.tryDeviceRead(q, HOLE)).isEqualTo(Errno.EFAULT);
        assertThat(m.deviceWrite(q, HOLE, 1)).isEqualTo(Errno.EFAULT);
        assertThat(m.deviceCopy(q, BUF, HOLE, 1)).isEqualTo(Errno.EFAULT);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(51);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aDeviceMayNotWriteWhatItMayOnlyRead(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 61);
        AccessQueue q = m.open(a, "q");
        if (m.is(RowTrait.RIGHTS_OF_PROCESS)) {
            assertThat(m.mprotect(a, BUF, 4, Vma.READ)).isEqualTo(Errno.OK);
        }
        assertThat(m.map(a, q, BUF, 4, false)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF, 62)).isEqualTo(Errno.EFAULT);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(61);
        assertThat(m.read(a, BUF)).isEqualTo(61);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void nothingIsReachableAfterUnmap(KernelVersion version) {
        TestMachine m = boot(version);
        assumeThat(m.access().whyNot(AccessStep.UNMAP)).isNull();
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 71);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
        if (!m.is(RowTrait.RIGHTS_OF_PROCESS)) {
            assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
            assertThat(q.reachable()).isZero();
        } else {
            assertThat(m.deviceRead(q, BUF)).isEqualTo(71);
        }
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(71);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anAddressThatTheCallerChoseLeadsToItsPagesAndTheirOwnDoesNot(KernelVersion version) {
        TestMachine m = boot(version);
        assumeThat(m.access().whyNot(AccessStep.MAP_AT)).isNull();
        Task a = withBuffer(m, "A");
        m.write(a, BUF + 1, 75);
        AccessQueue q = m.open(a, "q");
        long elsewhere = BUF + 64;
        assertThat(m.mapAt(a, q, BUF, 4, elsewhere)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, elsewhere + 1)).isEqualTo(75);
        assertThat(m.tryDeviceRead(q, BUF + 1)).isEqualTo(Errno.EFAULT);
        assertThat(q.engine().stale()).isZero();
        assertThat(m.unmap(a, q, elsewhere, 4)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, elsewhere + 1)).isEqualTo(Errno.EFAULT);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aQueueThatKnowsNoMemoryKeepsNoTranslations(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = m.open(a, "q");
        assertThat(q.tables()).isZero();
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF, 76)).isEqualTo(Errno.OK);
        if (!m.is(RowTrait.RIGHTS_OF_PROCESS) && m.access().whyNot(AccessStep.UNMAP) == null) {
            assertThat(q.tables()).isPositive();
            assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
            assertThat(q.tables()).isZero();
        }
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aClosedQueueAnswersEioAndReachesNothing(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 81);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(q.reachable()).isZero();
        assertThat(q.mappable()).isZero();
        endAll(m);
    }

    // Capacity

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aDeviceServesExactlyItsCapacity(KernelVersion version) {
        assumeThat(is(RowTrait.OPENS_ONCE, version)).as("one queue").isFalse();
        assumeThat(is(RowTrait.SHARES_QUEUES, version)).as("shared").isFalse();
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        List<AccessQueue> queues = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            queues.add(m.open(a, "q" + i));
            assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES - 1 - i);
        }
        Holdings before = m.holdings();
        OpenOperation<?> tooMany = m.tryOpen(a, OpenOptions.named("r"));
        assertThat(tooMany.result().ok()).as("one queue too many").isFalse();
        assertThat(tooMany.queue()).isNull();
        assertThat(m.holdings()).isEqualTo(before);
        assertThat(m.close(a, queues.get(1))).isEqualTo(Errno.OK);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(1);
        m.open(a, "s");
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aSharedQueueServesMoreProcessesThanItHasEntriesAndKeepsThemApart(KernelVersion version) {
        assumeThat(is(RowTrait.SHARES_QUEUES, version)).as("shared").isTrue();
        TestMachine m = boot(version);
        List<AccessQueue> queues = new ArrayList<>();
        for (int i = 0; i < 2 * QUEUES; i++) {
            Task task = withBuffer(m, "T" + i);
            m.write(task, BUF, i);
            queues.add(openMapped(m, task, "q" + i));
        }
        for (int i = 0; i < queues.size(); i++) {
            assertThat(m.deviceRead(queues.get(i), BUF)).isEqualTo(i);
        }
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void openingAndClosingLeavesNothingBehind(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.close(a, openMapped(m, a, "warm-up"));
        Holdings before = m.holdings();
        for (int i = 0; i < 3 * QUEUES; i++) {
            if (m.is(RowTrait.MAP_REPLACES_MEMORY)) {
                assertThat(m.mmap(a, BUF, 4)).isEqualTo(Errno.OK);
            }
            assertThat(m.close(a, openMapped(m, a, "q" + i))).isEqualTo(Errno.OK);
            assertThat(m.holdings()).isEqualTo(before);
        }
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void closingTwiceAnswersEbadf(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.close(a, q)).isEqualTo(Errno.EBADF);
        assertThat(m.closeRaw(a, q)).isEqualTo(Errno.EBADF);
        endAll(m);
    }

    // Failures: give every limited resource 0, 1, 2, ... until all works; whatever fails must leave nothing behind.

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whateverFailsForWantOfQueuesLeavesNothingBehind(KernelVersion version) {
        failEach(version, 1, 8, n -> new TestMachine(backend(), version, n, TestMachine.config()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whateverFailsForWantOfPasidsLeavesNothingBehind(KernelVersion version) {
        failEach(
                version,
                1,
                8,
                n -> new TestMachine(
                        backend(), version, QUEUES, TestMachine.config().withPasids(n)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whateverFailsForWantOfMemlockLeavesNothingBehind(KernelVersion version) {
        failEach(
                version,
                0,
                40,
                n -> new TestMachine(
                        backend(), version, QUEUES, TestMachine.config().withMemlockPages(n)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whateverFailsForWantOfMappingsLeavesNothingBehind(KernelVersion version) {
        failEach(
                version,
                0,
                8,
                n -> new TestMachine(
                        backend(), version, QUEUES, TestMachine.config().withMaxMaps(n)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whateverFailsForWantOfFramesLeavesNothingBehind(KernelVersion version) {
        failEach(
                version,
                1,
                64,
                n -> new TestMachine(
                        backend(), version, QUEUES, TestMachine.config().withSizes(1, n, 16)));
    }

    private void failEach(KernelVersion version, int least, int most, Function<Integer, TestMachine> boot) {
        boot(version);
        for (int n = least; n <= most; n++) {
            TestMachine m = boot.apply(n);
            boolean allWorked = useAll(m);
            endAll(m);
            if (allWorked) {
                return;
            }
        }
        throw new AssertionError("nothing works even with " + most);
    }

    /** Three processes (or the one that can) that each set up a queue and use it; the answer is whether every call succeeded. */
    private boolean useAll(TestMachine m) {
        boolean worked = true;
        for (String name : m.is(RowTrait.SERVES_ONE_PROCESS) ? List.of("A") : List.of("A", "B", "C")) {
            Task task = withBuffer(m, name);
            m.write(task, BUF, 1);
            Holdings before = m.holdings();
            OpenOperation<?> open = m.tryOpen(task, OpenOptions.named("q" + name));
            AccessQueue queue = open.queue();
            if (queue == null) {
                assertThat(open.result().ok()).isFalse();
                Holdings after = m.holdings();
                assertThat(m.is(RowTrait.PASID_STAYS_WITH_MM) ? after.withPasids(before.pasids()) : after)
                        .as("after a failed open")
                        .isEqualTo(before);
                worked = false;
                continue;
            }
            before = m.holdings();
            if (!m.map(task, queue, BUF, 4).ok()) {
                assertThat(m.holdings()).as("after a failed map").isEqualTo(before);
                worked = false;
            }
            worked &= m.deviceWrite(queue, BUF + 1, 2).ok();
            worked &= m.deviceCopy(queue, BUF + 1, BUF + 2, 2).ok();
        }
        return worked;
    }

    // Whose queue it is, and what is left of it

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void exitGivesTheQueueBack(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        openMapped(m, a, "q");
        m.exit(a);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void killGivesTheQueueBackEvenAfterARawClose(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        if (!m.is(RowTrait.OPENS_ONCE)) {
            openMapped(m, a, "p");
        }
        AccessQueue q = m.is(RowTrait.SHARES_MAPPINGS) ? m.open(a, "q") : openMapped(m, a, "q");
        assertThat(m.closeRaw(a, q)).isEqualTo(Errno.OK);
        m.kill(a);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void execWithoutInheritGivesTheQueueBack(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        openMapped(m, a, "q");
        m.exec(a);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        assertThat(m.kernel().mm().memory().used())
                .as("frames of the old image")
                .isZero();
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void execWithInheritKeepsTheQueueUntilExit(KernelVersion version) {
        TestMachine m = boot(version);
        assumeThat(m.access().whyNot(AccessStep.OPEN_INHERIT)).isNull();
        Task a = withBuffer(m, "A");
        AccessQueue q = m.open(a, inherited("q"));
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        m.exec(a);
        long kept = m.is(RowTrait.QUEUE_ENDS_WITH_MM) ? 0 : 1;
        assertThat(m.access().freeQueues(m.device())).isEqualTo(freeBeside(m, kept));
        assertThat(m.access().leaked(m.device())).isZero();
        m.tryDeviceRead(q, BUF);
        m.exit(a);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aForkedDescriptorKeepsTheQueueUntilBothAreGone(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        AccessQueue q = openMapped(m, a, "q");
        Task b = m.fork(a, "B");
        assertThat(b.files().holds(q.file())).isTrue();
        assertThat(m.closeRaw(a, q)).isEqualTo(Errno.OK);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(freeBeside(m, 1));
        m.exit(a);
        long kept = m.is(RowTrait.QUEUE_ENDS_WITH_MM) ? 0 : 1;
        assertThat(m.access().freeQueues(m.device())).isEqualTo(freeBeside(m, kept));
        assertThat(m.access().leaked(m.device())).isZero();
        m.exit(b);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(QUEUES);
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChildThatExitsTakesNothingFromItsParent(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 91);
        AccessQueue q = openMapped(m, a, "q");
        m.exit(m.fork(a, "B"));
        assertThat(m.deviceRead(q, BUF)).isEqualTo(91);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(freeBeside(m, 1));
        endAll(m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anInheritedQueueResolvesInTheOpenersMemory(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        m.write(a, BUF, 101);
        AccessQueue q = openMapped(m, a, "q");
        Task b = m.fork(a, "B");
        // Only the child writes: a parent that writes first is where the rows part.
        assertThat(m.write(b, BUF, 102)).isEqualTo(m.is(RowTrait.MAP_REPLACES_MEMORY) ? Errno.SIGSEGV : Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(101);
        assertThat(m.deviceWrite(q, BUF + 1, 103)).isEqualTo(Errno.OK);
        if (m.is(RowTrait.MAP_REPLACES_MEMORY)) {
            assertThat(m.read(a, BUF + 1)).isEqualTo(103);
            endAll(m);
            return;
        }
        assertThat(m.read(b, BUF + 1)).isEqualTo(m.is(RowTrait.CHILD_SHARES_PINNED_PAGES) ? 103 : 0);
        endAll(m);
    }

    // Anything

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void noSequenceOfLegalCallsBreaksIntegrityOrLeavesAnythingBehind(KernelVersion version) {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            TestMachine m = boot(version);
            RandomCalls calls = new RandomCalls(m, seed);
            try {
                calls.make(40);
                endAll(m);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + " on " + version + ":\n" + calls, broken);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void droppedPagesAreNotLeftWithAFinishedClient(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A");
        assertThat(m.mmap(a, OTHER, 2)).isEqualTo(Errno.OK);
        m.write(a, BUF, 111);
        m.write(a, OTHER, 112);
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.map(a, q, OTHER, 2)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, OTHER)).isEqualTo(112);
        assertThat(m.madvise(a, BUF, 4, Madvise.Advice.DONTNEED)).isEqualTo(Errno.OK);
        assertThat(m.munmap(a, OTHER, 2)).isEqualTo(Errno.OK);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.kernel().mm().memory().used())
                .as("frames without an owner")
                .isZero();
        endAll(m);
    }
}
