package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.vfio.row.VfioEmulatedBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MAP_DMA and UNMAP_DMA say to their arguments, byte by byte and flag by flag. */
class MapArgumentsTest {
    private static final long PAGE = MapRequest.PAGE_BYTES;
    private static final long BUF = CallWorld.BUF * PAGE;
    private static final long TOP = -PAGE;
    private static final int RW = MapRequest.READ | MapRequest.WRITE;

    private static Errno map(CallWorld w, Container c, int flags, long vaddr, long iova, long size) {
        return w.run(new MapDma(w.driver, w.a, c, new MapRequest(true, flags, vaddr, iova, size)));
    }

    private static UnmapDma unmap(CallWorld w, Container c, int flags, long iova, long size) {
        UnmapDma call = new UnmapDma(w.driver, w.a, c, new UnmapRequest(true, flags, iova, size));
        w.run(call);
        return call;
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void argumentsWithoutSenseAnswerEinval(String version) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        assertThat(w.run(new MapDma(w.driver, w.a, c, new MapRequest(false, RW, BUF, BUF, PAGE))))
                .as("argsz")
                .isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, RW | 1 << 7, BUF, BUF, PAGE)).as("a flag").isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, 0, BUF, BUF, PAGE)).as("no right").isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, RW, BUF, BUF, 0)).as("size 0").isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, RW, BUF, BUF, PAGE + 1)).as("size").isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, RW, BUF + 8, BUF, PAGE)).as("vaddr").isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, RW, BUF, BUF + 8, PAGE)).as("iova").isEqualTo(Errno.EINVAL);
        assertThat(w.a.mm().lockedPages()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20, EINVAL", "6.1, EINVAL", "6.18, EOVERFLOW", "7.0, EOVERFLOW"})
    void aRangeThatWrapsAtEitherSide(String version, Errno answer) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        assertThat(map(w, c, RW, BUF, TOP, 2 * PAGE)).as("iova").isEqualTo(answer);
        assertThat(map(w, c, RW, TOP, BUF, 2 * PAGE)).as("vaddr").isEqualTo(answer);
        assertThat(unmap(w, c, 0, TOP, 2 * PAGE).result()).isEqualTo(answer);
    }

    @Test
    void aMisalignedSizeIsToldBeforeAWrap() {
        CallWorld w = new CallWorld("7.0");
        assertThat(map(w, w.ready(), RW, BUF, TOP, 2 * PAGE + 1)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void theProcesssAddressNeedNotBeTheDevices() {
        CallWorld w = new CallWorld("6.18");
        Container c = w.ready();
        w.m.write(w.a, CallWorld.BUF, 7);
        long iova = 0x5000;
        assertThat(map(w, c, RW, BUF, iova * PAGE, PAGE)).isEqualTo(Errno.OK);
        Type1Iommu iommu = c.iommu();
        assertThat(iommu).isNotNull();
        int frame = w.m.kernel().iommu().translate(iommu.domain(), iova, false);
        assertThat(w.m.kernel().mm().memory().read(frame)).isEqualTo(7);
        assertThat(map(w, c, RW, BUF, iova * PAGE + PAGE, PAGE))
                .as("the same memory again")
                .isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).as("is charged again").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void anUnmapWithoutSenseAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        assertThat(w.run(new UnmapDma(w.driver, w.a, c, new UnmapRequest(false, 0, BUF, PAGE))))
                .isEqualTo(Errno.EINVAL);
        assertThat(unmap(w, c, 0, BUF, 0).result()).isEqualTo(Errno.EINVAL);
        assertThat(unmap(w, c, 0, BUF + 1, PAGE).result()).isEqualTo(Errno.EINVAL);
        assertThat(unmap(w, c, 1 << 7, BUF, PAGE).result()).isEqualTo(Errno.EINVAL);
    }

    /** TYPE1 without v2: a mapping goes as a whole or not at all, and the returned size tells. */
    @ParameterizedTest
    @CsvSource({"0, 1, 4", "1, 3, 0", "0, 4, 4", "0, 2, 4"})
    void type1TakesAMappingWhoseFirstPageIsNamedAndNothingElse(int from, int pages, long unmapped) {
        CallWorld w = new CallWorld("6.18");
        Container c = w.ready(IommuType.TYPE1);
        assertThat(map(w, c, RW, BUF, BUF, 4 * PAGE)).isEqualTo(Errno.OK);
        UnmapDma call = unmap(w, c, 0, BUF + from * PAGE, pages * PAGE);
        assertThat(call.result()).isEqualTo(Errno.OK);
        assertThat(call.unmappedPages()).isEqualTo(unmapped);
        assertThat(w.a.mm().lockedPages()).isEqualTo(4 - unmapped);
    }

    @ParameterizedTest
    @CsvSource({"4.20, EINVAL, 3", "5.10, EINVAL, 3", "5.17, OK, 0", "7.0, OK, 0"})
    void unmapAllIsKnownFrom512On(String version, Errno answer, long left) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        map(w, c, RW, BUF, BUF, PAGE);
        map(w, c, RW, BUF + 4 * PAGE, BUF + 4 * PAGE, 2 * PAGE);
        assertThat(unmap(w, c, UnmapRequest.ALL, 0, 0).result()).isEqualTo(answer);
        assertThat(w.a.mm().lockedPages()).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.17", "7.0"})
    void unmapAllWithARangeAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        assertThat(unmap(w, c, UnmapRequest.ALL, BUF, 0).result()).isEqualTo(Errno.EINVAL);
        assertThat(unmap(w, c, UnmapRequest.ALL, 0, PAGE).result()).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @CsvSource({"5.17, OK", "6.2, OK", "6.3, EBUSY", "7.0, EBUSY"})
    void addressesOfAnMdevWithEmulatedIommuAreNotInvalidated(String version, Errno answer) {
        CallWorld w = new CallWorld(version, new VfioEmulatedBackend());
        Container c = w.ready();
        map(w, c, RW, BUF, BUF, PAGE);
        assertThat(unmap(w, c, UnmapRequest.VADDR, BUF, PAGE).result()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.17", "7.0"})
    void anAddressIsInvalidatedOnceAndGivenBackToTheSameMapping(String version) {
        CallWorld w = new CallWorld(version);
        Container c = w.ready();
        map(w, c, RW, BUF, BUF, PAGE);
        map(w, c, RW, BUF + PAGE, BUF + PAGE, PAGE);
        assertThat(map(w, c, MapRequest.VADDR, BUF, BUF, PAGE)).as("valid").isEqualTo(Errno.EINVAL);
        assertThat(unmap(w, c, UnmapRequest.VADDR, BUF + PAGE, PAGE).result()).isEqualTo(Errno.OK);
        assertThat(unmap(w, c, UnmapRequest.VADDR, BUF, 2 * PAGE).result())
                .as("one is invalid already")
                .isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, MapRequest.VADDR, BUF, BUF, PAGE))
                .as("rolled back")
                .isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, MapRequest.VADDR, BUF, BUF + 9 * PAGE, PAGE)).isEqualTo(Errno.ENOENT);
        assertThat(map(w, c, MapRequest.VADDR, BUF, BUF + PAGE, 2 * PAGE)).isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, MapRequest.VADDR | RW, BUF, BUF + PAGE, PAGE))
                .as("with rights")
                .isEqualTo(Errno.EINVAL);
        assertThat(map(w, c, MapRequest.VADDR, BUF, BUF + PAGE, PAGE)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages()).isEqualTo(2);
    }

    @Test
    void whatMayBeMappedShrinksAndGrowsWithTheGroups() {
        CallWorld w = new CallWorld("6.18");
        Container c = w.ready();
        VfioGroup second = w.openGroup();
        second.reserved().add(new ReservedRegion("RMRR", 0x7000, 0x9000));
        assertThat(w.setContainer(second, c)).isEqualTo(Errno.OK);
        assertThat(map(w, c, RW, BUF, 0x7000 * PAGE, PAGE)).isEqualTo(Errno.EINVAL);
        w.unsetContainer(second);
        assertThat(map(w, c, RW, BUF, 0x7000 * PAGE, PAGE)).isEqualTo(Errno.OK);
    }

    @Test
    void theDefaultLimitOfMappingsIs65535() {
        assertThat(TestMachine.config().maxMaps()).isEqualTo(65535);
    }
}
