package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.row.VfioBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MAP_DMA and UNMAP_DMA: which error wins, who is charged, and what a call that fails leaves behind. */
class VfioMapTest {
    private static final long BUF = 0x1000;
    private static final long HOLE = 0x9000;
    private static final long MSI = 0xFEE00;

    private static TestMachine boot(String version) {
        return boot(version, TestMachine.config());
    }

    private static TestMachine boot(String version, KernelConfig config) {
        return new TestMachine(new VfioBackend(), KernelVersion.parse(version), 8, config);
    }

    private static OpenOptions with(String name, AccessQueue other) {
        return new OpenOptions(name, other, false, false);
    }

    private static long pinned(TestMachine m, Task task) {
        return m.kernel().mm().references().stream()
                .filter(held -> held.pin() && held.owner().equals(task.name()))
                .mapToLong(PageReferences::size)
                .sum();
    }

    /** Each row has all the faults of the rows below it, too; so the first check in execution order decides. */
    @ParameterizedTest
    @CsvSource({
        "4.20, 0, EEXIST", "4.20, 1, EFAULT", "4.20, 2, EFAULT", "4.20, 3, EFAULT",
        "5.4, 0, EEXIST", "5.4, 1, ENOSPC", "5.4, 2, EINVAL", "5.4, 3, EFAULT",
        "7.0, 0, EEXIST", "7.0, 1, ENOSPC", "7.0, 2, EINVAL", "7.0, 3, EFAULT",
    })
    void theFirstCheckInExecutionOrderDecidesTheErrno(String version, int repaired, Errno expected) {
        int maps = repaired >= 2 ? 2 : 1;
        TestMachine m = boot(version, TestMachine.config().withMaxMaps(maps));
        Task a = m.task("A");
        m.mmap(a, MSI - 1, 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, MSI - 1, 1)).isEqualTo(Errno.OK);
        // Overlap, no mapping left, reserved, no memory behind.
        long start = repaired == 0 ? MSI - 1 : repaired == 3 ? HOLE : MSI;
        assertThat(m.map(a, q, start, 2)).isEqualTo(expected);
        assertThat(q.reachable()).isEqualTo(1);
        assertThat(pinned(m, a)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.4, EINVAL", "6.18, EINVAL"})
    void memoryOverTheMsiWindowIsRefusedFromTheReservedRegionCheckOn(String version, Errno expected) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        m.mmap(a, MSI, 2);
        assertThat(m.map(a, m.open(a, "q"), MSI, 2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4.20, EINVAL", "6.1, EINVAL", "6.18, EOVERFLOW", "7.0, EOVERFLOW"})
    void aRangeThatWrapsIsRefusedBeforeAnyOtherCheck(String version, Errno expected) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, MapDma.ADDRESS_PAGES - 1, 2)).isEqualTo(expected);
        assertThat(m.unmap(a, q, MapDma.ADDRESS_PAGES - 1, 2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.17", "7.0"})
    void theMemlockLimitWinsOverABadAddressBehindItAndNothingStays(String version) {
        TestMachine m = boot(version, TestMachine.config().withMemlockPages(3));
        Task a = m.task("A");
        m.mmap(a, BUF, 4);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 6)).isEqualTo(Errno.ENOMEM);
        assertThat(m.map(a, q, BUF + 2, 3)).isEqualTo(Errno.EFAULT);
        assertThat(pinned(m, a)).isZero();
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(q.reachable()).isZero();
        assertThat(m.map(a, q, BUF, 3)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aMapOverManyBatchesThatFailsAtItsEndIsUndoneAsAWhole(String version) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        m.mmap(a, BUF, 1100);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 1101)).isEqualTo(Errno.EFAULT);
        assertThat(pinned(m, a)).isZero();
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(m.map(a, q, BUF, 1100)).isEqualTo(Errno.OK);
        assertThat(q.reachable()).isEqualTo(1100);
        long before = q.invalidations();
        assertThat(m.unmap(a, q, BUF, 1100)).isEqualTo(Errno.OK);
        assertThat(q.invalidations() - before).as("syncs of at most 512 pages").isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void withoutMemoryForTheMappingItselfTheAnswerIsEnomemAfterAllOtherChecks(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        w.m.kernel().inject(new FailNth(1));
        assertThat(w.map(container, CallWorld.BUF, 2)).isEqualTo(Errno.ENOMEM);
        assertThat(w.a.mm().lockedPages()).isZero();
        assertThat(w.map(container, CallWorld.BUF, 2)).isEqualTo(Errno.OK);
        w.m.kernel().inject(new FailNth(1));
        assertThat(w.map(container, CallWorld.BUF, 2)).as("overlap first").isEqualTo(Errno.EEXIST);
    }

    @Test
    void aReadOnlyAreaCanBePinnedForReadingOnly() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        m.mmap(a, BUF, 1, Vma.READ);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 1, true)).isEqualTo(Errno.EFAULT);
        assertThat(m.map(a, q, BUF, 1, false)).isEqualTo(Errno.OK);
    }

    /** The trap before unsharing: a pin of the zero page is no pin of what the process writes later. */
    @ParameterizedTest
    @CsvSource({"4.20, 0, 1", "7.0, 5, 0"})
    void aReadOnlyMapOfUntouchedMemoryReadsZerosForeverOnOldKernels(String version, long seen, long stale) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        m.mmap(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, BUF, 1, false)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).as("the zero page is not charged").isEqualTo(seen == 0 ? 0 : 1);
        m.write(a, BUF, 5);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(seen);
        assertThat(q.engine().stale()).isEqualTo(stale);
    }

    @Test
    void aPageIsChargedAndPinnedOncePerContainer() {
        TestMachine m = boot("5.17");
        Task a = m.task("A");
        m.mmap(a, BUF, 4);
        AccessQueue p = m.open(a, "p");
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, p, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isEqualTo(8);
        assertThat(pinned(m, a)).isEqualTo(8);
    }

    @Test
    void aSharedContainerIsChargedOnceAndServesBothQueues() {
        TestMachine m = boot("5.17");
        Task a = m.task("A");
        m.mmap(a, BUF, 4);
        m.write(a, BUF, 7);
        AccessQueue p = m.open(a, "p");
        assertThat(m.map(a, p, BUF, 4)).isEqualTo(Errno.OK);
        long calls = a.syscalls();
        AccessQueue q = m.open(a, with("q", p));
        // One of them is the try of p's group, which is busy.
        assertThat(a.syscalls() - calls).isEqualTo(5);
        assertThat(m.map(a, q, BUF, 4)).isEqualTo(Errno.EEXIST);
        assertThat(a.mm().lockedPages()).isEqualTo(4);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(7);
        assertThat(m.close(a, p)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(7);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(a.files().descriptors()).isEmpty();
    }

    @Test
    void anUnmapThatCutsAMappingUnmapsNothing() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        m.mmap(a, BUF, 8);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        m.map(a, q, BUF + 4, 4);
        assertThat(m.unmap(a, q, BUF, 6)).isEqualTo(Errno.EINVAL);
        assertThat(m.unmap(a, q, BUF + 1, 1)).isEqualTo(Errno.EINVAL);
        assertThat(q.reachable()).isEqualTo(6);
        assertThat(m.unmap(a, q, BUF + 2, 2)).as("a hole").isEqualTo(Errno.OK);
        assertThat(m.unmap(a, q, BUF - 8, 32)).as("both and the holes").isEqualTo(Errno.OK);
        assertThat(q.reachable()).isZero();
        assertThat(a.mm().lockedPages()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20, 0, 2", "5.17, 0, 2", "6.1, 2, 0", "7.0, 2, 0"})
    void aChildUnmapsItsParentsMappingOnlyFrom60On(String version, long unmapped, long left) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        m.mmap(a, BUF, 2);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        AccessOperation<?> unmap = m.run(b, q.unmap(b, BUF, 2));
        assertThat(unmap.result()).isEqualTo(Errno.OK);
        assertThat(((UnmapDma) unmap).unmappedPages()).isEqualTo(unmapped);
        assertThat(q.reachable()).isEqualTo(left);
        assertThat(a.mm().lockedPages()).isEqualTo(left);
    }

    @Test
    void aChildWithTheDescriptorsMapsItsOwnPagesAndIsChargedForThem() {
        TestMachine m = boot("5.17");
        Task a = m.task("A");
        m.mmap(a, BUF, 4);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        Task b = m.fork(a, "B");
        m.write(b, BUF + 2, 9);
        assertThat(m.map(b, q, BUF, 2)).isEqualTo(Errno.EEXIST);
        assertThat(m.map(b, q, BUF + 2, 2)).isEqualTo(Errno.OK);
        assertThat(b.mm().lockedPages()).isEqualTo(2);
        assertThat(m.deviceRead(q, BUF + 2)).isEqualTo(9);
        assertThat(q.engine().stale()).isZero();
        m.exit(b);
        assertThat(m.deviceRead(q, BUF + 2)).as("the pin outlives the mapper").isEqualTo(9);
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(a.mm().lockedPages()).isEqualTo(2);
    }

    /**
     * A vfork child maps its parent's memory and execs: the old mm lives on and stays charged, the new one's counter underflows, and
     * no limit is high enough for that.
     */
    @ParameterizedTest
    @CsvSource({"4.20, 2, -2, ENOMEM", "6.1, 2, -2, ENOMEM", "6.18, 0, 0, OK"})
    void aChargeIsUndoneAtTheNewMmWhenTheMapperExecsBefore63(String version, long left, long underflow, Errno nextMap) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        m.mmap(a, BUF, 2);
        AccessQueue q = m.open(a, new OpenOptions("q", null, true, false));
        CloneVm vfork = m.run(a, CloneVm.vfork(m.kernel().processes(), a, "B"));
        Task b = vfork.child();
        assertThat(b).isNotNull();
        assertThat(m.map(b, q, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isEqualTo(2);
        m.exec(b);
        assertThat(m.unmap(b, q, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(q.reachable()).isZero();
        assertThat(a.mm().lockedPages()).isEqualTo(left);
        assertThat(b.mm().lockedPages()).isEqualTo(underflow);
        m.mmap(b, BUF, 1);
        assertThat(m.map(b, q, BUF, 1)).isEqualTo(nextMap);
    }

    @Test
    void aQueueWithoutAContainerMapsNothing() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        m.mmap(a, BUF, 1);
        AccessQueue raw = m.open(a, new OpenOptions("r", null, false, true));
        assertThat(m.map(a, raw, BUF, 1)).isEqualTo(Errno.EINVAL);
        assertThat(m.tryDeviceRead(raw, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.tryOpen(a, with("s", raw)).result()).isEqualTo(Errno.EINVAL);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(7);
    }

    @Test
    void aSecondMapWaitsForTheLockOfTheFirst() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        m.mmap(a, BUF, 4);
        AccessQueue q = m.open(a, "q");
        Task b = m.fork(a, "B");
        a.cpu().actor().start(q.map(a, BUF, 2, true));
        for (int i = 0; i < 4; i++) {
            assertThat(a.cpu().actor().step()).isTrue();
        }
        AccessOperation<?> second = q.map(b, BUF, 2, true);
        b.cpu().actor().start(second);
        assertThat(b.cpu().actor().run()).isFalse();
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(b.cpu().actor().run()).isTrue();
        assertThat(second.result()).isEqualTo(Errno.EEXIST);
        m.check();
    }
}
