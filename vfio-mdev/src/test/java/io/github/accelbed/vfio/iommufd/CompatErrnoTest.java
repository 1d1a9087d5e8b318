package io.github.accelbed.vfio.iommufd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The column "compat" of the tables of misuses: an iommufd given to VFIO's old calls as container. */
class CompatErrnoTest {
    private static final long BUF = 0x1000;
    private static final long MSI = 0xFEE00;
    private static final long WRAP = 1L << 52;

    private final TestMachine m = new TestMachine(
            new IommufdBackend(),
            KernelVersion.parse("6.18"),
            8,
            TestMachine.config().withMemlockPages(6).withMaxMaps(2));
    private final IommufdDriver driver = ((IommufdAccess) m.access()).driver();
    private final Task a = m.task("A");
    private final IommufdContext context;

    CompatErrnoTest() {
        m.mmap(a, BUF, 8);
        IommufdContext opened = m.run(a, new OpenIommufd(driver, a, true)).context();
        assertThat(opened).isNotNull();
        context = opened;
    }

    private Errno run(AccessOperation<?> call) {
        return m.run(a, call).result();
    }

    private Errno call(CompatCall.Kind kind, long start, long pages) {
        return run(new CompatCall(driver, a, context, kind, start, pages));
    }

    private VfioCdev device() {
        var create = driver.bus().createAny(driver.bus().parent(m.device()));
        assertThat(m.run(m.kernel().root().actor(), create).result()).isEqualTo(Errno.OK);
        Mdev mdev = create.mdev();
        assertThat(mdev).isNotNull();
        return IommufdDriver.node(mdev);
    }

    private VfioCdev group() {
        VfioCdev device = device();
        assertThat(run(new CompatSetContainer(a, device, context))).isEqualTo(Errno.OK);
        return device;
    }

    private VfioCdev ready() {
        VfioCdev device = group();
        assertThat(call(CompatCall.Kind.SET_TYPE1V2, 0, 0)).isEqualTo(Errno.OK);
        assertThat(run(new CompatGetDeviceFd(driver, a, device))).isEqualTo(Errno.OK);
        return device;
    }

    @ParameterizedTest
    @EnumSource(value = CompatCall.Kind.class, names = "SET_UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void everyCallBeforeAGroupIsInItAnswersEnodev(CompatCall.Kind kind) {
        assertThat(call(kind, BUF, 1)).isEqualTo(Errno.ENODEV);
        group();
        assertThat(call(kind, BUF, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void aTypeThatNobodyOffersAnswersEinvalWithAndWithoutAGroup() {
        assertThat(call(CompatCall.Kind.SET_UNKNOWN, 0, 0)).isEqualTo(Errno.EINVAL);
        group();
        assertThat(call(CompatCall.Kind.SET_UNKNOWN, 0, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aGroupThatHasOneIsRefusedWithEinval() {
        assertThat(run(new CompatSetContainer(a, group(), context))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void getDeviceFdWithoutAContainerAnswersEinval() {
        assertThat(run(new CompatGetDeviceFd(driver, a, device()))).isEqualTo(Errno.EINVAL);
    }

    @Test
    @Tag("unverified")
    void aGroupThatIsNotViableIsLetInAndItsDeviceIsRefusedWithEbusy() {
        VfioCdev device = device();
        device.setViable(false);
        assertThat(run(new CompatSetContainer(a, device, context))).isEqualTo(Errno.OK);
        assertThat(call(CompatCall.Kind.SET_TYPE1V2, 0, 0)).isEqualTo(Errno.OK);
        assertThat(run(new CompatGetDeviceFd(driver, a, device))).isEqualTo(Errno.EBUSY);
        assertThat(device.inUse()).isFalse();
    }

    @Test
    void aDescriptorThatCameFromTheGroupIsNotBoundAgain() {
        VfioCdev device = ready();
        assertThat(run(new BindIommufd(a, device, device.boundFile(), context))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aDeviceThatReservesWhatIsMappedAnswersEaddrinuseAndLeavesNothing() {
        ready();
        assertThat(call(CompatCall.Kind.MAP, BUF, 1)).isEqualTo(Errno.OK);
        VfioCdev second = group();
        second.reserved().add(new ReservedRegion("RMRR", BUF, BUF + 1));
        int files = a.files().descriptors().size();
        assertThat(run(new CompatGetDeviceFd(driver, a, second))).isEqualTo(Errno.EADDRINUSE);
        assertThat(a.files().descriptors()).hasSize(files);
        assertThat(second.inUse()).isFalse();
        assertThat(second.mdev().queue().started()).isFalse();
    }

    @Test
    void overlapReservedAndWrapAnswerEexistEinvalAndEoverflow() {
        ready();
        assertThat(call(CompatCall.Kind.MAP, BUF, 2)).isEqualTo(Errno.OK);
        assertThat(call(CompatCall.Kind.MAP, BUF + 1, 2)).isEqualTo(Errno.EEXIST);
        assertThat(call(CompatCall.Kind.MAP, MSI, 1)).isEqualTo(Errno.EINVAL);
        assertThat(call(CompatCall.Kind.MAP, WRAP - 1, 2)).isEqualTo(Errno.EOVERFLOW);
        assertThat(call(CompatCall.Kind.UNMAP, WRAP - 1, 2)).isEqualTo(Errno.EOVERFLOW);
    }

    @Test
    void anUnmapOfNothingIsOkWithSizeZeroAndOfAllToo() {
        ready();
        CompatCall nothing = new CompatCall(driver, a, context, CompatCall.Kind.UNMAP, BUF, 4);
        assertThat(run(nothing)).isEqualTo(Errno.OK);
        assertThat(nothing.unmappedPages()).isZero();
        assertThat(call(CompatCall.Kind.UNMAP, 0, Long.MAX_VALUE)).isEqualTo(Errno.OK);
        assertThat(run(new IoasUnmap(driver, a, context, 1, BUF, 4)))
                .as("native")
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void type1v2RefusesToCutAMappingWithEnoentWhereType1DoesCut() {
        VfioCdev device = ready();
        assertThat(call(CompatCall.Kind.MAP, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(call(CompatCall.Kind.UNMAP, BUF + 1, 2)).isEqualTo(Errno.ENOENT);
        assertThat(call(CompatCall.Kind.SET_TYPE1, 0, 0)).isEqualTo(Errno.OK);
        CompatCall middle = new CompatCall(driver, a, context, CompatCall.Kind.UNMAP, BUF + 1, 2);
        assertThat(run(middle)).isEqualTo(Errno.OK);
        assertThat(middle.unmappedPages()).isEqualTo(2);
        Hwpt table = device.hwpt();
        assertThat(table).isNotNull();
        assertThat(table.domain().table().nextMapped(BUF, BUF + 4)).isEqualTo(BUF);
        assertThat(table.domain().table().nextMapped(BUF + 1, BUF + 4)).isEqualTo(BUF + 3);
        assertThat(call(CompatCall.Kind.UNMAP, 0, Long.MAX_VALUE)).isEqualTo(Errno.OK);
        assertThat(m.kernel().mm().references().stream()
                        .mapToInt(held -> held.size())
                        .sum())
                .isZero();
    }

    /** Per process as type1 did, by the counter that iommufd uses (that it is another one than type1's is UNVERIFIED). */
    @Test
    @Tag("unverified")
    void pagesAreHeldAgainstTheProcessAndNotTheUser() {
        ready();
        assertThat(call(CompatCall.Kind.MAP, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(driver.account().lockedPages()).as("the user's").isZero();
        assertThat(a.mm().pinnedPages()).isEqualTo(4);
        assertThat(call(CompatCall.Kind.MAP, BUF + 4, 3)).isEqualTo(Errno.ENOMEM);
    }

    @Test
    void thereIsNoLimitOfMappings() {
        ready();
        for (int page = 0; page < 4; page++) {
            assertThat(call(CompatCall.Kind.MAP, BUF + page, 1)).isEqualTo(Errno.OK);
        }
        assertThat(m.kernel().config().maxMaps()).isEqualTo(2);
        assertThat(CompatCall.DMA_AVAILABLE).isEqualTo(4_294_967_295L);
    }

    @Test
    void nestingAndNewAddressesAreNotOffered() {
        assertThat(Arrays.stream(CompatExtension.values()).filter(CompatExtension::offered))
                .containsExactly(CompatExtension.TYPE1, CompatExtension.TYPE1V2, CompatExtension.UNMAP_ALL);
    }

    @Test
    void closingTheIommufdFirstEndsNothing() {
        VfioCdev device = ready();
        call(CompatCall.Kind.MAP, BUF, 2);
        m.run(a, new CloseFile(a, context.file()));
        assertThat(a.mm().pinnedPages()).isEqualTo(2);
        m.run(a, new CloseFile(a, device.boundFile()));
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(driver.contexts()).isEmpty();
    }
}
