package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevType;
import io.github.accelbed.vfio.row.VfioAccess;
import io.github.accelbed.vfio.row.VfioBackend;
import java.util.List;

/** A process that makes VFIO's calls one by one, in whatever order a test likes, on a device with 4 queues. */
final class CallWorld {
    static final long BUF = 0x1000;

    final TestMachine m;
    final VfioDriver driver;
    final Task a;

    CallWorld(String version) {
        this(version, new VfioBackend());
    }

    CallWorld(String version, AccessBackend backend) {
        this(new TestMachine(backend, KernelVersion.parse(version), 4));
    }

    CallWorld(TestMachine machine) {
        m = machine;
        driver = ((VfioAccess) m.access()).driver();
        a = m.task("A");
        m.mmap(a, BUF, 8);
    }

    Errno run(AccessOperation<?> call) {
        return m.run(a, call).result();
    }

    Errno root(AccessOperation<?> call) {
        return m.root(call);
    }

    VfioGroup newGroup() {
        var create = driver.bus().createAny(driver.bus().parent(m.device()));
        assertThat(root(create)).isEqualTo(Errno.OK);
        Mdev mdev = create.mdev();
        assertThat(mdev).isNotNull();
        assertThat(mdev.type()).isEqualTo(MdevType.ONE_QUEUE);
        return VfioDriver.group(mdev);
    }

    Container openContainer() {
        OpenContainer open = new OpenContainer(driver, a, true);
        assertThat(run(open)).isEqualTo(Errno.OK);
        Container container = open.container();
        assertThat(container).isNotNull();
        return container;
    }

    VfioGroup openGroup() {
        VfioGroup group = newGroup();
        assertThat(open(group)).isEqualTo(Errno.OK);
        return group;
    }

    Errno open(VfioGroup group) {
        return run(new OpenGroup(driver, a, group, true));
    }

    Errno setContainer(VfioGroup group, Container container) {
        return run(new SetContainer(driver, a, group, FdArgument.of(a, container.file())));
    }

    Errno setContainer(VfioGroup group, FdArgument fd) {
        return run(new SetContainer(driver, a, group, fd));
    }

    Errno unsetContainer(VfioGroup group) {
        return run(new UnsetContainer(driver, a, group));
    }

    Errno setIommu(Container container) {
        return run(new SetIommu(driver, a, container, IommuType.TYPE1V2));
    }

    Errno getDevice(VfioGroup group) {
        return run(new GetDeviceFd(driver, a, group, group.mdev().uuid(), true));
    }

    Errno map(Container container, long start, long pages) {
        return run(new MapDma(driver, a, container, start, pages, true));
    }

    Errno unmap(Container container, long start, long pages) {
        return run(new UnmapDma(driver, a, container, start, pages));
    }

    void close(OpenFile file) {
        m.run(a, new CloseFiles(a, List.of(file)));
    }

    /** A container with one group and its IOMMU. */
    Container ready(IommuType type) {
        Container container = openContainer();
        assertThat(setContainer(openGroup(), container)).isEqualTo(Errno.OK);
        assertThat(run(new SetIommu(driver, a, container, type))).isEqualTo(Errno.OK);
        return container;
    }

    Container ready() {
        return ready(IommuType.TYPE1V2);
    }
}
