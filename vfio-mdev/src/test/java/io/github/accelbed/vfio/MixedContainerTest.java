package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.vfio.row.VfioEmulatedBackend;
import io.github.accelbed.vfio.row.VfioQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device behind a real IOMMU joins the container of an mdev whose mappings were only recorded, and leaves it again. */
class MixedContainerTest {
    private static VfioGroup real(CallWorld w) {
        VfioGroup group = w.openGroup();
        group.setIommuBacked(true);
        return group;
    }

    private static CallWorld world(String version) {
        return new CallWorld(version, new VfioEmulatedBackend());
    }

    private static CallWorld world(String version, long memlockPages) {
        return new CallWorld(new TestMachine(
                new VfioEmulatedBackend(),
                KernelVersion.parse(version),
                4,
                TestMachine.config().withMemlockPages(memlockPages)));
    }

    private static Type1Iommu iommu(Container container) {
        Type1Iommu iommu = container.iommu();
        assertThat(iommu).isNotNull();
        return iommu;
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.4", "6.1", "7.0"})
    void whatWasRecordedIsPinnedWhenTheRealGroupJoinsAndUnpinnedWhenItLeaves(String version) {
        CallWorld w = world(version);
        Container c = w.ready();
        w.m.write(w.a, CallWorld.BUF, 7);
        assertThat(w.map(c, CallWorld.BUF, 2)).isEqualTo(Errno.OK);
        assertThat(w.map(c, CallWorld.BUF + 4, 1)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isZero();
        VfioGroup real = real(w);
        assertThat(w.setContainer(real, c)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isEqualTo(3);
        int frame = w.m.kernel().iommu().translate(iommu(c).domain(), CallWorld.BUF, false);
        assertThat(w.m.kernel().mm().memory().read(frame)).isEqualTo(7);
        assertThat(w.map(c, CallWorld.BUF + 6, 1)).as("pins at once now").isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isEqualTo(4);
        assertThat(w.unmap(c, CallWorld.BUF + 6, 1)).isEqualTo(Errno.OK);
        assertThat(w.unsetContainer(real)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isZero();
        assertThat(iommu(c).mappings()).as("still recorded").hasSize(2);
        assertThat(w.unmap(c, CallWorld.BUF, 2)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void beyondTheLimitSetContainerAnswersEnomem(String version) {
        CallWorld w = world(version, 3);
        Container c = w.ready();
        w.map(c, CallWorld.BUF, 2);
        w.map(c, CallWorld.BUF + 4, 2);
        VfioGroup real = real(w);
        assertThat(w.setContainer(real, c)).isEqualTo(Errno.ENOMEM);
        assertThat(real.container()).isNull();
        assertThat(w.unmap(c, CallWorld.BUF, 2)).isEqualTo(Errno.OK);
        assertThat(w.setContainer(real, c)).as("with less to pin").isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aRecordOfWhatIsNotThereMakesSetContainerAnswerEfault(String version) {
        CallWorld w = world(version);
        Container c = w.ready();
        w.map(c, CallWorld.BUF, 2);
        assertThat(w.map(c, 0x9000, 1)).as("nobody looked").isEqualTo(Errno.OK);
        VfioGroup real = real(w);
        assertThat(w.setContainer(real, c)).isEqualTo(Errno.EFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    @Tag("unverified")
    void aReplayThatFailsLeavesRecordsOnly(String version) {
        CallWorld w = world(version);
        Container c = w.ready();
        w.map(c, CallWorld.BUF, 2);
        w.map(c, 0x9000, 1);
        w.setContainer(real(w), c);
        assertThat(w.a.mm().lockedPages()).isZero();
        assertThat(iommu(c).attachment().emulated()).isTrue();
        assertThat(iommu(c).reachablePages()).isEqualTo(3);
    }

    /** What a driver pinned is paid for already, and is charged to it again when the real IOMMU goes. */
    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aPageThatADriverPinnedIsChargedOnceWhoeverComesAndGoes(String version) {
        CallWorld w = world(version);
        AccessQueue q = w.m.open(w.a, "q");
        Container c = ((VfioQueue) q).container();
        assertThat(c).isNotNull();
        w.m.map(w.a, q, CallWorld.BUF, 4);
        w.m.deviceWrite(q, CallWorld.BUF, 5);
        assertThat(w.a.mm().lockedPages()).isEqualTo(1);
        VfioGroup real = real(w);
        assertThat(w.setContainer(real, c)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isEqualTo(4);
        assertThat(w.m.deviceWrite(q, CallWorld.BUF + 1, 6)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).as("a driver's pin is free now").isEqualTo(4);
        assertThat(w.unsetContainer(real)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).as("both of the driver's").isEqualTo(2);
        assertThat(w.m.deviceRead(q, CallWorld.BUF + 1)).isEqualTo(6);
        w.m.close(w.a, q);
        assertThat(w.a.mm().lockedPages()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.4, EINVAL", "7.0, EINVAL"})
    void recordsInTheWayOfTheRealGroupAreNoticedFrom54On(String version, Errno answer) {
        CallWorld w = world(version);
        Container c = w.ready();
        w.map(c, CallWorld.BUF, 1);
        VfioGroup real = real(w);
        real.reserved().add(new ReservedRegion("RMRR", CallWorld.BUF, CallWorld.BUF + 1));
        assertThat(w.setContainer(real, c)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.17", "7.0"})
    void addressesAreNotInvalidatedWhileAnMdevIsInTheContainer(String version) {
        CallWorld w = world(version);
        Container c = w.ready();
        w.map(c, CallWorld.BUF, 1);
        w.setContainer(real(w), c);
        long iova = CallWorld.BUF * MapRequest.PAGE_BYTES;
        UnmapRequest request = new UnmapRequest(true, UnmapRequest.VADDR, iova, MapRequest.PAGE_BYTES);
        assertThat(w.run(new UnmapDma(w.driver, w.a, c, request))).isEqualTo(Errno.EBUSY);
    }
}
