package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who keeps a queue, whose memory it means, and what happens when that memory dies. */
class UacceLifetimeTest {
    private static final String KERNELS = "io.github.accelbed.model.access.AccessContractTest#kernels";
    private static final long BUF = 0x100;

    private TestMachine m;
    private Task a;

    private void boot(KernelVersion version) {
        m = new TestMachine(new UacceBackend(), version, 2);
        a = m.task("A");
        m.mmap(a, BUF, 4);
    }

    private void boot(String kernel) {
        boot(KernelVersion.parse(kernel));
    }

    /** open, mmap DUS, mmap MMIO, START_Q; and back: two munmap and a close. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aQueueTakesFourCallsAndMapTakesNone(KernelVersion version) {
        boot(version);
        AccessQueue q = m.open(a, "q");
        assertThat(a.syscalls()).isEqualTo(4);
        long before = m.kernel().machine().clock().nowPs();
        m.map(a, q, BUF, 4);
        m.unmap(a, q, BUF, 4);
        assertThat(a.syscalls()).isEqualTo(4);
        assertThat(m.kernel().machine().clock().nowPs()).isEqualTo(before);
        m.close(a, q);
        assertThat(a.syscalls()).isEqualTo(7);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aMappedRegionKeepsAClosedQueue(KernelVersion version) {
        boot(version);
        m.write(a, BUF, 7);
        AccessQueue q = m.open(a, "q");
        m.closeRaw(a, q);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(7);
        m.unregion(a, q, RegionKind.DUS);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(1);
        m.unregion(a, q, RegionKind.MMIO);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aDupKeepsAClosedQueue(KernelVersion version) {
        boot(version);
        AccessQueue q = m.open(a, "q");
        a.files().dup(q.file());
        m.close(a, q);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(1);
        m.close(a, q);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChildHasTheDescriptorButNeitherRegions(KernelVersion version) {
        boot(version);
        AccessQueue q = m.open(a, "q");
        Task b = m.fork(a, "B");
        assertThat(b.mm().vmas()).hasSize(1);
        assertThat(m.region(b, q, RegionKind.MMIO)).isEqualTo(version.since(5, 7) ? Errno.EEXIST : Errno.EBUSY);
        assertThat(b.mm()).isNotSameAs(a.mm());
        assertThat(m.kernel().iommu().bindings()).hasSize(1);
    }

    /** Nothing checks whose mm a caller has: a child may put its parent's queue. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChildCanPutItsParentsQueue(KernelVersion version) {
        boot(version);
        AccessQueue q = m.open(a, "q");
        Task b = m.fork(a, "B");
        assertThat(m.putQueue(b, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
    }

    /** The claim that copy-on-write escapes an IOMMU that walks the table is wrong: the device goes with the parent. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void afterForkTheDeviceSeesTheParentsPageWhoeverWritesFirst(KernelVersion version) {
        boot(version);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceRead(q, BUF);
        Task b = m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(m.deviceWrite(q, BUF + 1, 3)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF + 1)).isEqualTo(3);
        assertThat(m.read(b, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChangeOfTheTableReachesTheDeviceAsAnInvalidation(KernelVersion version) {
        boot(version);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceRead(q, BUF);
        long before = q.invalidations();
        m.madvise(a, BUF, 1, Madvise.Advice.DONTNEED);
        assertThat(q.invalidations()).isEqualTo(before + 1);
        assertThat(m.deviceRead(q, BUF)).isZero();
        assertThat(q.engine().faults()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void reachableAndMappableAreThePresentAndTheMissingPages(KernelVersion version) {
        boot(version);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, new OpenOptions("q", null, false, true));
        assertThat(q.reachable() + q.mappable()).as("before start").isZero();
        m.region(a, q, RegionKind.DUS);
        m.region(a, q, RegionKind.MMIO);
        m.startQueue(a, q);
        assertThat(q.reachable()).isEqualTo(1);
        assertThat(q.mappable()).isEqualTo(3);
        m.deviceWrite(q, BUF + 2, 1);
        assertThat(q.reachable()).isEqualTo(2);
        m.mprotect(a, BUF, 1, 0);
        assertThat(q.reachable()).isEqualTo(1);
        assertThat(q.mappable()).isEqualTo(2);
    }

    /** The IOMMU checks the tag, and the device writes the tag. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aQueueThatTheDeviceTagsWronglyReachesTheOtherProcess(KernelVersion version) {
        boot(version);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        Task b = m.task("B");
        m.mmap(b, BUF, 4);
        m.write(b, BUF, 2);
        AccessQueue p = m.open(b, "p");
        assertThat(q.tag(p)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(m.deviceWrite(q, BUF + 1, 3)).as("by a fault of B's").isEqualTo(Errno.OK);
        assertThat(m.read(b, BUF + 1)).isEqualTo(3);
        assertThat(m.read(a, BUF + 1)).isZero();
        assertThat(q.engine().stale()).isEqualTo(2);
        m.exit(b);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(q.tag(q)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    /** The mm dies, the descriptor lives on in a child: put inside the teardown up to 5.9 (UNVERIFIED), later only made quiet. */
    @ParameterizedTest(name = "{0}: access {1}, {2} free, start {3}")
    @CsvSource({
        "5.4, EFAULT, 1, EINVAL",
        "5.7, EIO, 2, EINVAL",
        "5.8, EFAULT, 1, EINVAL",
        "5.10, EFAULT, 1, EINVAL",
        "6.1, EFAULT, 1, EINVAL",
        "7.0, EFAULT, 1, EINVAL"
    })
    void aQueueOfADeadMmReachesNothing(String kernel, Errno access, long free, Errno start) {
        boot(kernel);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceRead(q, BUF);
        Task b = m.fork(a, "B");
        m.write(b, BUF, 2);
        m.exit(a);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(access);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(free);
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(q.reachable()).isZero();
        assertThat(m.startQueue(b, q)).isEqualTo(start);
        m.exit(b);
        m.checkNothingLeft();
    }

    /** exit_mm runs before exit_files, so the PASID must outlive the address space: it goes at mmdrop. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void thePasidIsHeldUntilTheLastQueueOfADeadMmIsReleased(KernelVersion version) {
        boot(version);
        m.open(a, "q");
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        m.exit(b);
        assertThat(m.kernel().iommu().pasidsInUse()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void thePasidStaysWithALivingMmAfterTheLastUnbind(KernelVersion version) {
        boot(version);
        m.close(a, m.open(a, "q"));
        assertThat(m.kernel().iommu().bindings()).isEmpty();
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1} users")
    @CsvSource({"5.4, 2", "5.7, 1", "5.8, 2", "6.1, 2", "7.0, 2"})
    void twoQueuesOfOneProcessShareAPasidButNotAlwaysABind(String kernel, int users) {
        boot(kernel);
        m.open(a, "p");
        m.open(a, "q");
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        assertThat(m.kernel().iommu().bindings().get(0).users()).isEqualTo(users);
    }
}
