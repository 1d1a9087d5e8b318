package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.row.VfioAccess;
import io.github.accelbed.vfio.row.VfioEmulatedBackend;
import io.github.accelbed.vfio.row.VfioQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An mdev with an emulated IOMMU: what MAP_DMA does not look at, and where it surfaces. */
class VfioEmulatedTest {
    private static final long BUF = 0x1000;
    private static final long MSI = 0xFEE00;

    /** A process with 8 pages and a queue, 3 pages of memlock and 2 mappings. */
    private static final class World {
        private final TestMachine m;
        private final Task a;
        private final AccessQueue q;

        private World(String version) {
            m = new TestMachine(
                    new VfioEmulatedBackend(),
                    KernelVersion.parse(version),
                    8,
                    TestMachine.config().withMemlockPages(3).withMaxMaps(2));
            a = m.task("A");
            m.mmap(a, BUF, 8);
            q = m.open(a, new OpenOptions("q", null, true, false));
        }

        private Errno map(long start, long pages) {
            return m.map(a, q, start, pages);
        }

        private Errno pin(long start, long pages, boolean write) {
            VfioDriver driver = ((VfioAccess) m.access()).driver();
            VfioPinPages call = new VfioPinPages(driver, q.cpu(), iommu(), ((VfioQueue) q).mdev(), start, pages, write);
            return m.run(q.cpu().actor(), call).result();
        }

        private Type1Iommu iommu() {
            Container container = ((VfioQueue) q).container();
            assertThat(container).isNotNull();
            Type1Iommu iommu = container.iommu();
            assertThat(iommu).isNotNull();
            return iommu;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.4", "7.0"})
    void aMapOfABadAddressOverTheMsiWindowBeyondTheLimitSucceedsAndPinsNothing(String version) {
        World t = new World(version);
        assertThat(t.map(MSI, 100)).isEqualTo(Errno.OK);
        assertThat(t.m.kernel().mm().references()).isEmpty();
        assertThat(t.a.mm().lockedPages()).isZero();
        assertThat(t.q.reachable()).isZero();
        assertThat(t.q.mappable()).isEqualTo(100);
        assertThat(t.m.tryDeviceRead(t.q, MSI)).as("the first job").isEqualTo(Errno.EFAULT);
    }

    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.4, ENOSPC", "7.0, ENOSPC"})
    void theFormOfTheArgumentsOverlapAndTheNumberOfMappingsAreCheckedAllTheSame(String version, Errno third) {
        World t = new World(version);
        assertThat(t.map(BUF, 1)).isEqualTo(Errno.OK);
        assertThat(t.map(BUF, 1)).isEqualTo(Errno.EEXIST);
        assertThat(t.map(BUF + 1, 1)).isEqualTo(Errno.OK);
        assertThat(t.map(BUF + 2, 1)).isEqualTo(third);
    }

    @Test
    void theFirstJobPinsAPageAndTheNextOnesFindItPinned() {
        World t = new World("6.18");
        t.map(BUF, 8);
        assertThat(t.m.deviceWrite(t.q, BUF, 7)).isEqualTo(Errno.OK);
        assertThat(t.m.deviceWrite(t.q, BUF, 8)).isEqualTo(Errno.OK);
        assertThat(t.m.read(t.a, BUF)).isEqualTo(8);
        assertThat(t.a.mm().lockedPages()).isEqualTo(1);
        assertThat(t.q.reachable()).isEqualTo(1);
        assertThat(t.q.engine().faults()).as("no fault of the device").isZero();
    }

    @Test
    void thePinsOfAUnmappedRangeAndOfAClosedDeviceGo() {
        World t = new World("6.18");
        t.map(BUF, 2);
        t.map(BUF + 2, 2);
        t.m.deviceWrite(t.q, BUF, 7);
        t.m.deviceWrite(t.q, BUF + 2, 7);
        assertThat(t.m.unmap(t.a, t.q, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(t.a.mm().lockedPages()).isEqualTo(1);
        assertThat(t.m.tryDeviceRead(t.q, BUF)).isEqualTo(Errno.EFAULT);
        t.m.closeRaw(t.a, t.q);
        assertThat(t.a.mm().lockedPages()).isZero();
        assertThat(t.iommu().mappings()).as("the record stays with the group").hasSize(1);
    }

    /** A page that no job ever named is not pinned, so a fork before the first job cannot take it away. */
    @ParameterizedTest
    @CsvSource({"4.20, 2, 2", "4.20, 1, 1", "7.0, 2, 2", "7.0, 1, 2"})
    void aParentLosesThePageAtForkOnlyIfAJobPinnedItBefore59(String version, int jobBefore, long seen) {
        World t = new World(version);
        t.m.write(t.a, BUF, 1);
        t.map(BUF, 1);
        if (jobBefore == 1) {
            t.m.deviceRead(t.q, BUF);
        }
        t.m.fork(t.a, "B");
        t.m.write(t.a, BUF, 2);
        assertThat(t.m.deviceRead(t.q, BUF)).isEqualTo(seen);
    }

    @Test
    void pinsOfAnIovaThatIsNotMappedAnswerEinval() {
        World t = new World("6.18");
        assertThat(t.pin(BUF, 1, true)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aPinThroughAnInvalidAddressAnswersEbusy() {
        World t = new World("6.18");
        t.map(BUF, 1);
        DmaMapping mapping = t.iommu().find(BUF, BUF + 1);
        assertThat(mapping).isNotNull();
        mapping.invalidateVaddr();
        assertThat(t.pin(BUF, 1, true)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void aPinForWritingOfAReadOnlyMappingAnswersEperm() {
        World t = new World("6.18");
        t.m.map(t.a, t.q, BUF, 1, false);
        assertThat(t.pin(BUF, 1, true)).isEqualTo(Errno.EPERM);
        assertThat(t.pin(BUF, 1, false)).isEqualTo(Errno.OK);
    }

    @Test
    void aPinAfterTheMappersMmWentAnswersEnodevButOldPinsStay() {
        World t = new World("6.18");
        t.map(BUF, 2);
        t.m.write(t.a, BUF, 5);
        assertThat(t.pin(BUF, 1, true)).isEqualTo(Errno.OK);
        Task b = t.m.fork(t.a, "B");
        t.m.exit(t.a);
        assertThat(t.pin(BUF + 1, 1, true)).isEqualTo(Errno.ENODEV);
        assertThat(t.m.deviceRead(t.q, BUF)).isEqualTo(5);
        t.m.exit(b);
        t.m.checkNothingLeft();
    }

    @Test
    void aPinBeyondTheMappersLimitAnswersEnomemAndUndoesTheWholeCall() {
        World t = new World("6.18");
        t.map(BUF, 8);
        assertThat(t.pin(BUF, 1, true)).isEqualTo(Errno.OK);
        assertThat(t.pin(BUF, 4, true)).isEqualTo(Errno.ENOMEM);
        assertThat(t.a.mm().lockedPages()).isEqualTo(1);
        assertThat(t.q.reachable()).isEqualTo(1);
        assertThat(t.pin(BUF, 3, true)).isEqualTo(Errno.OK);
    }

    @Test
    void aPinOfARecordWithoutMemoryBehindItAnswersEfault() {
        World t = new World("6.18");
        t.map(BUF + 7, 2);
        assertThat(t.pin(BUF + 7, 2, true)).isEqualTo(Errno.EFAULT);
        assertThat(t.q.reachable()).isZero();
    }

    @Test
    @Tag("unverified")
    void aPinOfMoreThan512PagesAnswersE2big() {
        World t = new World("6.18");
        assertThat(t.pin(BUF, VfioPinPages.MAX_ENTRIES + 1, true)).isEqualTo(Errno.E2BIG);
    }

    /** Before 6.3 the driver looks for the mm of the mapping task, which after exec is another one. */
    @ParameterizedTest
    @CsvSource({"4.20, OK, 9", "6.18, ENODEV, 0"})
    void afterExecADriverPinsTheNewImagesPageBefore63(String version, Errno answer, long seen) {
        World t = new World(version);
        t.map(BUF, 1);
        t.m.exec(t.a);
        t.m.mmap(t.a, BUF, 1);
        t.m.write(t.a, BUF, 9);
        assertThat(t.pin(BUF, 1, true)).isEqualTo(answer);
        if (answer.ok()) {
            assertThat(t.m.deviceRead(t.q, BUF)).isEqualTo(seen);
        }
    }

    @Test
    void twoQueuesOfAContainerShareThePinOfAPage() {
        World t = new World("6.18");
        t.map(BUF, 1);
        AccessQueue p = t.m.open(t.a, new OpenOptions("p", t.q, false, false));
        t.m.deviceWrite(t.q, BUF, 3);
        assertThat(t.m.deviceRead(p, BUF)).isEqualTo(3);
        assertThat(t.a.mm().lockedPages()).isEqualTo(1);
        t.m.close(t.a, p);
        assertThat(t.a.mm().lockedPages()).as("the other driver still has it").isEqualTo(1);
        t.m.close(t.a, t.q);
        assertThat(t.a.mm().lockedPages()).isZero();
    }
}
