package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_GROUP_GET_DEVICE_FD}, {@code vfio_group_get_device_fd}: the driver's open. EINVAL before SET_CONTAINER and SET_IOMMU or if the
 * group is not viable, ENODEV for another name. It may be called again; older kernels then open the driver again, too.
 */
public final class GetDeviceFd extends AccessOperation<GetDeviceFd> {
    private static final Program<GetDeviceFd> STEPS = Program.<GetDeviceFd>of("VFIO_GROUP_GET_DEVICE_FD")
            .cpu("vfio_group_get_device_fd", Cost.INCLUDED, (o, a) -> o.get())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final VfioGroup group;
    private final String name;
    private final boolean closeOnExec;
    private @Nullable OpenFile file;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param group on which group's descriptor
     * @param name the device's name, an mdev's UUID
     * @param closeOnExec whether exec closes the new descriptor
     */
    public GetDeviceFd(VfioDriver driver, Task task, VfioGroup group, String name, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.group = group;
        this.name = name;
        this.closeOnExec = closeOnExec;
    }

    /**
     * The device's file, or null unless the answer is OK.
     *
     * @return the file, or null
     */
    @Nullable
    public OpenFile file() {
        return file;
    }

    private int get() {
        task.countSyscalls(1);
        Mdev mdev = group.mdev();
        Container container = group.container();
        if (container == null || container.iommu() == null) {
            return fail(Errno.EINVAL);
        }
        if (!mdev.active() || !mdev.uuid().equals(name)) {
            return fail(Errno.ENODEV);
        }
        Errno descriptor = task.getUnusedFd();
        if (!descriptor.ok()) {
            return fail(descriptor);
        }
        boolean first = group.serve();
        if (first || driver.rules().opensDriverForEachFile()) {
            group.setDriverOpens(group.driverOpens() + 1);
        }
        if (first) {
            mdev.start();
        }
        Errno made = task.allocEmptyFile();
        if (!made.ok()) {
            closeDriver();
            return fail(made);
        }
        file = new OpenFile(name, (cpu, released) -> new ReleaseDevice(driver, group, released));
        group.deviceFiles().add(file);
        group.getUser();
        task.files().install(file, closeOnExec);
        return Flow.DONE;
    }

    /** What anon_inode_getfile's failure leaves to do: {@code close_device}. */
    private void closeDriver() {
        if (group.unserve()) {
            driver.closeDevice(group);
        } else if (driver.rules().opensDriverForEachFile()) {
            group.setDriverOpens(group.driverOpens() - 1);
        }
    }
}
