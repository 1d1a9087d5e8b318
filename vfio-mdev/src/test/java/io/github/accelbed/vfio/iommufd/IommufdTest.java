package io.github.accelbed.vfio.iommufd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What iommufd answers where type1 answers something else, and what it has that type1 has not. */
class IommufdTest {
    private static final long BUF = 0x1000;
    private static final long MSI = 0xFEE00;
    private static final long WRAP = 1L << 52;

    private final TestMachine m = new TestMachine(
            new IommufdBackend(),
            KernelVersion.parse("6.18"),
            8,
            TestMachine.config().withMemlockPages(12));
    private final IommufdDriver driver = ((IommufdAccess) m.access()).driver();
    private final Task a = m.task("A");

    IommufdTest() {
        m.mmap(a, BUF, 8);
    }

    private IommufdQueue open(Task task, String name) {
        return (IommufdQueue) m.open(task, name);
    }

    private Errno run(Task task, AccessOperation<?> call) {
        return m.run(task, call).result();
    }

    private static IommufdContext context(IommufdQueue q) {
        IommufdContext context = q.context();
        assertThat(context).isNotNull();
        return context;
    }

    private static Ioas ioas(IommufdQueue q) {
        Ioas ioas = q.ioas();
        assertThat(ioas).isNotNull();
        return ioas;
    }

    private Ioas newIoas(IommufdQueue q) {
        IoasAlloc alloc = m.run(a, new IoasAlloc(a, context(q)));
        Ioas ioas = alloc.ioas();
        assertThat(ioas).isNotNull();
        return ioas;
    }

    private Hwpt newTable(IommufdQueue q, int ioas, boolean pasids) {
        HwptAlloc alloc = m.run(a, new HwptAlloc(driver, a.cpu(), context(q), ioas, pasids, false));
        Hwpt hwpt = alloc.hwpt();
        assertThat(hwpt).as("%s", alloc.result()).isNotNull();
        return hwpt;
    }

    private Errno pasid(IommufdQueue q, int pasid, int id) {
        return run(a, new AttachPasid(a, q.cdev(), pasid, id));
    }

    private Errno attach(IommufdQueue q, int id) {
        return run(a, new AttachPt(driver, a, q.cdev(), id));
    }

    @ParameterizedTest
    @CsvSource({"4.20, false", "5.4, false", "6.1, false", "6.14, false", "6.15, true", "7.0, true"})
    @Tag("unverified")
    void theRowExistsFrom615On(String version, boolean exists) {
        TestMachine old = new TestMachine(new IommufdBackend(), KernelVersion.parse(version), 1);
        assertThat(old.access().whyNot(AccessStep.OPEN) == null).isEqualTo(exists);
    }

    @Test
    void aQueueTakesSevenSystemCallsAndAFirstJobEight() {
        long before = a.syscalls();
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 1);
        assertThat(a.syscalls() - before).isEqualTo(8);
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.OK);
        before = a.syscalls();
        IommufdQueue r = (IommufdQueue) m.open(a, new OpenOptions("r", q, false, false));
        assertThat(a.syscalls() - before)
                .as("with three in vain for q's device")
                .isEqualTo(5 + 3);
        assertThat(m.deviceRead(r, BUF)).isEqualTo(1);
    }

    // Map and unmap

    @Test
    void anUnmapOfNothingAnswersEnoent() {
        IommufdQueue q = open(a, "q");
        assertThat(m.unmap(a, q, BUF, 1)).isEqualTo(Errno.ENOENT);
        assertThat(run(a, new IoasUnmap(driver, a, context(q), ioas(q).id(), 0, Long.MAX_VALUE)))
                .as("everything")
                .isEqualTo(Errno.OK);
    }

    @Test
    void anUnmapThatCutsAMappingAnswersEnoent() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 4);
        assertThat(m.unmap(a, q, BUF, 2)).isEqualTo(Errno.ENOENT);
        assertThat(m.unmap(a, q, BUF + 1, 3)).isEqualTo(Errno.ENOENT);
        assertThat(q.reachable()).isEqualTo(4);
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(q.reachable()).isZero();
    }

    @Test
    void anOverlapAnswersEexist() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 2);
        assertThat(m.map(a, q, BUF + 1, 2)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void aReservedPlaceAnswersEinvalAndAWrapEoverflow() {
        IommufdQueue q = open(a, "q");
        m.mmap(a, MSI, 1);
        assertThat(m.map(a, q, MSI, 1)).isEqualTo(Errno.EINVAL);
        assertThat(m.map(a, q, WRAP - 1, 2)).isEqualTo(Errno.EOVERFLOW);
        assertThat(m.unmap(a, q, WRAP - 1, 2)).isEqualTo(Errno.EOVERFLOW);
    }

    @Test
    void memoryThatIsNotThereAnswersEfaultAndLeavesNoArea() {
        IommufdQueue q = open(a, "q");
        assertThat(m.map(a, q, BUF + 6, 4)).isEqualTo(Errno.EFAULT);
        assertThat(ioas(q).areas()).isEmpty();
        assertThat(driver.account().lockedPages()).isZero();
    }

    @Test
    void theKernelChoosesAPlaceThatNothingIsAt() {
        IommufdQueue q = open(a, "q");
        IoasMap first = new IoasMap(driver, a, context(q), ioas(q).id(), IoasMap.ANYWHERE, BUF, 2, true);
        IoasMap second = new IoasMap(driver, a, context(q), ioas(q).id(), IoasMap.ANYWHERE, BUF, 2, true);
        assertThat(run(a, first)).isEqualTo(Errno.OK);
        assertThat(run(a, second)).isEqualTo(Errno.OK);
        assertThat(second.iova()).isEqualTo(first.iova() + 2);
        IoasMap large = new IoasMap(driver, a, context(q), ioas(q).id(), IoasMap.ANYWHERE, BUF, 1L << 36, true);
        assertThat(run(a, large)).isEqualTo(Errno.ENOSPC);
    }

    @Test
    void aChildMapsItsOwnMemoryAndMayUnmapItsParents() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        m.write(b, BUF + 1, 9);
        assertThat(m.map(b, q, BUF + 1, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF + 1)).isEqualTo(9);
        assertThat(q.engine().stale()).isZero();
        assertThat(m.unmap(b, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(b.mm().pinnedPages()).isEqualTo(1);
    }

    // The charge

    @Test
    void theLimitIsTheUsersAndNotTheProcesss() {
        Task b = m.task("B");
        m.mmap(b, BUF, 8);
        assertThat(m.map(a, open(a, "p"), BUF, 8)).isEqualTo(Errno.OK);
        IommufdQueue q = open(b, "q");
        assertThat(m.map(b, q, BUF, 8)).isEqualTo(Errno.ENOMEM);
        assertThat(m.map(b, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(b.mm().pinnedPages()).isEqualTo(4);
        assertThat(b.mm().lockedPages()).as("type1's counter").isZero();
        m.exit(a);
        assertThat(m.map(b, q, BUF + 4, 4)).isEqualTo(Errno.OK);
    }

    @Test
    void memoryIsPinnedAndChargedOnceHoweverOftenItIsShown() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 4);
        Ioas other = newIoas(q);
        newTable(q, other.id(), false);
        assertThat(run(a, new IoasCopy(driver, a, context(q), ioas(q).id(), BUF + 1, other.id(), 0x5000, 2)))
                .isEqualTo(Errno.OK);
        assertThat(driver.account().lockedPages()).isEqualTo(4);
        assertThat(run(a, new IoasCopy(driver, a, context(q), ioas(q).id(), BUF + 3, other.id(), 0x6000, 2)))
                .as("beyond the mapping")
                .isEqualTo(Errno.ENOENT);
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(driver.account().lockedPages()).as("the copy keeps it").isEqualTo(4);
        m.close(a, q);
        assertThat(driver.account().lockedPages()).isZero();
    }

    // Binding and attaching

    @Test
    void nothingIsPinnedUntilADeviceIsAttachedAndThenAnExitedProcessIsEfault() {
        IommufdQueue q = open(a, "q");
        Ioas late = newIoas(q);
        Task b = m.fork(a, "B");
        assertThat(run(b, new IoasMap(driver, b, context(q), late.id(), BUF, BUF, 2, true)))
                .isEqualTo(Errno.OK);
        assertThat(m.kernel().mm().references()).isEmpty();
        m.exit(b);
        assertThat(attach(q, late.id())).isEqualTo(Errno.EFAULT);
        assertThat(late.domains()).isEmpty();
        assertThat(q.cdev().hwpt()).as("still in the old one").isNotNull();
    }

    @Test
    void attachingAgainReplacesTheAddressSpace() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 1);
        Ioas other = newIoas(q);
        assertThat(attach(q, other.id())).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(driver.account().lockedPages())
                .as("nothing shows it any more")
                .isZero();
        assertThat(m.kernel().iommu().pasidsInUse()).isEqualTo(1);
        assertThat(attach(q, ioas(q).id())).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.OK);
    }

    @Test
    void anUnknownIdAnswersEnoent() {
        IommufdQueue q = open(a, "q");
        assertThat(attach(q, 99)).isEqualTo(Errno.ENOENT);
        assertThat(run(a, new DestroyObject(driver, a, context(q), 99))).isEqualTo(Errno.ENOENT);
    }

    @Test
    void anAddressSpaceInUseIsNotDestroyed() {
        IommufdQueue q = open(a, "q");
        assertThat(run(a, new DestroyObject(driver, a, context(q), ioas(q).id())))
                .isEqualTo(Errno.EBUSY);
        Ioas unused = newIoas(q);
        Hwpt table = newTable(q, unused.id(), false);
        assertThat(run(a, new DestroyObject(driver, a, context(q), unused.id())))
                .isEqualTo(Errno.EBUSY);
        assertThat(run(a, new DestroyObject(driver, a, context(q), table.id()))).isEqualTo(Errno.OK);
        assertThat(run(a, new DestroyObject(driver, a, context(q), unused.id())))
                .isEqualTo(Errno.OK);
    }

    @Test
    void aDeviceThatReservesWhatIsMappedAnswersEaddrinuse() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 1);
        IommufdQueue r = open(a, "r");
        r.cdev().reserved().add(new ReservedRegion("RMRR", BUF, BUF + 1));
        Ioas own = newIoas(r);
        assertThat(run(a, new IoasMap(driver, a, context(r), own.id(), BUF, BUF, 1, true)))
                .as("nothing is attached yet")
                .isEqualTo(Errno.OK);
        assertThat(attach(r, own.id())).isEqualTo(Errno.EADDRINUSE);
    }

    @Test
    @Tag("unverified")
    void aSecondBindAndCallsBeforeTheFirstAnswerEinval() {
        IommufdQueue q = open(a, "q");
        assertThat(run(a, new BindIommufd(a, q.cdev(), q.file(), context(q)))).isEqualTo(Errno.EINVAL);
        IommufdQueue raw = (IommufdQueue) m.open(a, new OpenOptions("r", null, false, true));
        assertThat(m.map(a, raw, BUF, 1)).isEqualTo(Errno.EINVAL);
        assertThat(attach(raw, 1)).isEqualTo(Errno.EINVAL);
        assertThat(m.tryDeviceRead(raw, BUF)).isEqualTo(Errno.EIO);
    }

    @Test
    void closingTheIommufdFirstEndsNothing() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 1);
        m.write(a, BUF, 4);
        m.run(a, new CloseFile(a, context(q).file()));
        assertThat(m.deviceRead(q, BUF)).isEqualTo(4);
        m.closeRaw(a, q);
        assertThat(driver.contexts()).isEmpty();
        assertThat(m.kernel().mm().references()).isEmpty();
    }

    @Test
    void closingTheDeviceUnpinsButTheAddressSpaceStays() {
        IommufdQueue q = open(a, "q");
        m.map(a, q, BUF, 2);
        m.closeRaw(a, q);
        assertThat(driver.account().lockedPages()).isZero();
        assertThat(m.kernel().iommu().pasidsInUse()).isZero();
        assertThat(ioas(q).areas()).hasSize(1);
    }

    // PASIDs of the program's own

    @Test
    void aPasidNeedsAPageTableMadeForPasidsOnBothSides() {
        IommufdQueue q = open(a, "q");
        Hwpt plain = newTable(q, ioas(q).id(), false);
        Hwpt good = newTable(q, ioas(q).id(), true);
        assertThat(pasid(q, 7, good.id()))
                .as("what it uses without PASID is not")
                .isEqualTo(Errno.EINVAL);
        assertThat(attach(q, good.id())).isEqualTo(Errno.OK);
        assertThat(pasid(q, 7, plain.id())).isEqualTo(Errno.EINVAL);
        assertThat(pasid(q, 7, ioas(q).id())).as("a plain IOAS").isEqualTo(Errno.EINVAL);
        assertThat(pasid(q, 7, 99)).isEqualTo(Errno.ENOENT);
        assertThat(pasid(q, 7, good.id())).isEqualTo(Errno.OK);
        assertThat(pasid(q, 7, good.id())).as("replaced").isEqualTo(Errno.OK);
        assertThat(attach(q, plain.id())).as("back to a plain one under PASIDs").isEqualTo(Errno.EINVAL);
        assertThat(run(a, new DetachPasid(a, q.cdev(), 7))).isEqualTo(Errno.OK);
        assertThat(run(a, new DetachPasid(a, q.cdev(), 7))).as("of nothing").isEqualTo(Errno.OK);
        assertThat(attach(q, plain.id())).isEqualTo(Errno.OK);
    }
}
