package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.vfio.mdev.RemoveMdev;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers, groups and devices in the wrong order: each row of the table of misuses, on the kernels it speaks of. */
class VfioErrnoTest {
    private static OpenFile groupFile(VfioGroup group) {
        OpenFile file = group.groupFile();
        assertThat(file).isNotNull();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.4", "6.1", "7.0"})
    void mapAndUnmapBeforeSetIommuAnswerEinval(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.openContainer();
        assertThat(w.setContainer(w.openGroup(), container)).isEqualTo(Errno.OK);
        assertThat(w.map(container, CallWorld.BUF, 1)).isEqualTo(Errno.EINVAL);
        assertThat(w.unmap(container, CallWorld.BUF, 1)).isEqualTo(Errno.EINVAL);
        assertThat(w.run(new GetIommuInfo(w.driver, w.a, container))).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @CsvSource({"4.20, 0", "5.17, 65534", "7.0, 65534"})
    void getInfoTellsHowMuchMayBeMapped(String version, String available) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        w.map(container, CallWorld.BUF, 1);
        GetIommuInfo info = new GetIommuInfo(w.driver, w.a, container);
        assertThat(w.run(info)).isEqualTo(Errno.OK);
        assertThat(info.value()).isEqualTo(available);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void setIommuWithoutAGroupOrTwiceAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        assertThat(w.setIommu(w.openContainer())).isEqualTo(Errno.EINVAL);
        assertThat(w.setIommu(w.ready())).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void setIommuOfATypeThatNobodyOffersAnswersEnodev(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.openContainer();
        w.setContainer(w.openGroup(), container);
        assertThat(w.run(new SetIommu(w.driver, w.a, container, IommuType.SPAPR_TCE)))
                .isEqualTo(Errno.ENODEV);
        assertThat(w.setIommu(container)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void setContainerOfAnUnusedDescriptorAnswersEbadf(String version) {
        CallWorld w = new CallWorld(version);
        assertThat(w.setContainer(w.openGroup(), FdArgument.UNUSED)).isEqualTo(Errno.EBADF);
    }

    @ParameterizedTest
    @CsvSource({"4.20, EINVAL, EINVAL", "5.17, EINVAL, EINVAL", "6.18, EBADF, EBADFD", "7.0, EBADF, EBADFD"})
    void setContainerOfANegativeDescriptorAndOfSomethingElse(String version, Errno negative, Errno other) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        assertThat(w.setContainer(group, FdArgument.NEGATIVE)).isEqualTo(negative);
        assertThat(w.setContainer(group, FdArgument.of(w.a, groupFile(group)))).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({"5.17, EINVAL, EINVAL", "6.1, EBADF, EBADFD"})
    @Tag("unverified")
    void theErrnosOfABadContainerDescriptorChangeWith61(String version, Errno negative, Errno other) {
        setContainerOfANegativeDescriptorAndOfSomethingElse(version, negative, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void setContainerOfAGroupThatHasOneAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        Container container = w.openContainer();
        assertThat(w.setContainer(group, container)).isEqualTo(Errno.OK);
        assertThat(w.setContainer(group, container)).isEqualTo(Errno.EINVAL);
        assertThat(w.setContainer(group, w.openContainer())).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "7.0"})
    void setContainerOfAGroupWhoseDeviceWasUnpluggedAnswersEnodev(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        String uuid = group.mdev().uuid();
        assertThat(w.root(new RemoveMdev(w.driver.bus(), uuid))).isEqualTo(Errno.OK);
        assertThat(w.setContainer(group, w.openContainer())).isEqualTo(Errno.ENODEV);
        assertThat(w.open(group)).as("its node").isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.4", "6.1", "7.0"})
    void aGroupWhoseDeviceIsGoneCannotBeOpened(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.newGroup();
        assertThat(w.root(new RemoveMdev(w.driver.bus(), group.mdev().uuid()))).isEqualTo(Errno.OK);
        assertThat(w.open(group)).isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void unsetContainerWithoutOneAnswersEinvalAndWithTheDeviceOpenEbusy(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        assertThat(w.unsetContainer(group)).isEqualTo(Errno.EINVAL);
        Container container = w.openContainer();
        w.setContainer(group, container);
        w.setIommu(container);
        w.map(container, CallWorld.BUF, 2);
        assertThat(w.getDevice(group)).isEqualTo(Errno.OK);
        assertThat(w.unsetContainer(group)).isEqualTo(Errno.EBUSY);
        w.close(group.deviceFiles().get(0));
        assertThat(w.a.mm().lockedPages()).isEqualTo(2);
        assertThat(w.unsetContainer(group)).isEqualTo(Errno.OK);
        assertThat(w.a.mm().lockedPages())
                .as("the last group took the mappings along")
                .isZero();
        assertThat(w.setContainer(group, container)).as("and may come back").isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void anOpenGroupIsBusyAndStaysSoWhileItsDeviceIsOpen(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        assertThat(w.open(group)).isEqualTo(Errno.EBUSY);
        Container container = w.openContainer();
        w.setContainer(group, container);
        w.setIommu(container);
        w.getDevice(group);
        w.close(groupFile(group));
        assertThat(w.open(group)).isEqualTo(Errno.EBUSY);
        w.close(group.deviceFiles().get(0));
        assertThat(w.open(group)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void getDeviceFdBeforeContainerOrIommuAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.openGroup();
        assertThat(w.getDevice(group)).isEqualTo(Errno.EINVAL);
        w.setContainer(group, w.openContainer());
        assertThat(w.getDevice(group)).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void getDeviceFdOfAnotherNameAnswersEnodev(String version) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.ready().groups().get(0);
        assertThat(w.run(new GetDeviceFd(w.driver, w.a, group, "somebody else", true)))
                .isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @CsvSource({"4.20, 2", "5.4, 2", "6.1, 1", "7.0, 1"})
    void aSecondGetDeviceFdOpensTheDriverAgainOnlyOnOldKernels(String version, int opens) {
        CallWorld w = new CallWorld(version);
        VfioGroup group = w.ready().groups().get(0);
        assertThat(w.getDevice(group)).isEqualTo(Errno.OK);
        assertThat(w.getDevice(group)).isEqualTo(Errno.OK);
        assertThat(group.driverOpens()).isEqualTo(opens);
        w.close(group.deviceFiles().get(0));
        assertThat(group.mdev().queue().started()).as("the other file").isTrue();
        w.close(group.deviceFiles().get(0));
        assertThat(group.mdev().queue().started()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.4, EINVAL", "7.0, EINVAL"})
    void aSecondGroupThatReservesWhatIsMappedIsRefusedFrom54On(String version, Errno answer) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        assertThat(w.map(container, CallWorld.BUF, 1)).isEqualTo(Errno.OK);
        VfioGroup second = w.openGroup();
        second.reserved().add(new ReservedRegion("RMRR", CallWorld.BUF, CallWorld.BUF + 1));
        assertThat(w.setContainer(second, container)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aGroupThatIsAttachedAlreadyAnswersEinval(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        VfioGroup group = container.groups().get(0);
        Type1Iommu iommu = container.iommu();
        assertThat(iommu).isNotNull();
        assertThat(AttachGroup.attach(w.driver, iommu, container.groups(), group))
                .isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.17", "7.0"})
    void aGroupIsNotAttachedWhileAnAddressIsInvalid(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        w.map(container, CallWorld.BUF, 1);
        w.run(new UnmapDma(w.driver, w.a, container, new UnmapRequest(true, UnmapRequest.VADDR, 0x1000_000L, 4096)));
        assertThat(w.setContainer(w.openGroup(), container)).isEqualTo(Errno.EBUSY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void closingTheContainerFirstEndsNothing(String version) {
        CallWorld w = new CallWorld(version);
        Container container = w.ready();
        w.map(container, CallWorld.BUF, 2);
        w.close(container.file());
        assertThat(w.a.mm().lockedPages()).isEqualTo(2);
        w.close(groupFile(container.groups().get(0)));
        assertThat(w.a.mm().lockedPages()).as("the last group's leave").isZero();
    }
}
