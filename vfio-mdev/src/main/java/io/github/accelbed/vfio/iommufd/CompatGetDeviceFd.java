package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_GROUP_GET_DEVICE_FD} of a group whose container is an iommufd ({@code vfio_iommufd_physical_bind}): the device is claimed, bound and
 * attached only now. EINVAL without a container; EBUSY if the group is not viable although GET_STATUS may have said so (the number is
 * UNVERIFIED); EADDRINUSE if what the device reserves is mapped, where type1 answers EINVAL at SET_CONTAINER.
 */
final class CompatGetDeviceFd extends AccessOperation<CompatGetDeviceFd> {
    private static final Program<CompatGetDeviceFd> STEPS = Program.<CompatGetDeviceFd>of(
                    "VFIO_GROUP_GET_DEVICE_FD, iommufd")
            .cpu("iommufd_device_bind", Cost.INCLUDED, (o, a) -> o.bind())
            .undo("iommufd_device_unbind", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .calls("iommufd_device_attach", Cost.INCLUDED, o -> o.attach)
            .cpu("fd_install", Cost.INCLUDED, (o, a) -> o.install())
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final VfioCdev device;
    private @Nullable OpenFile file;
    private @Nullable AttachPt attach;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param task who calls
     * @param device the one device of the group
     */
    CompatGetDeviceFd(IommufdDriver driver, Task task, VfioCdev device) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.device = device;
    }

    private int bind() {
        IommufdContext context = device.container();
        Ioas ioas = context == null ? null : context.compat();
        if (context == null || ioas == null || !device.viable()) {
            task.countSyscalls(1);
            return fail(context == null || ioas == null ? Errno.EINVAL : Errno.EBUSY);
        }
        file = new OpenFile("vfio" + device.number(), (cpu, released) -> new ReleaseCdev(driver, device, released));
        context.file().get();
        device.bind(context, file);
        context.add(device);
        device.mdev().start();
        attach = new AttachPt(driver, task, device, ioas.id());
        return Flow.NEXT;
    }

    private OpenFile file() {
        if (file == null) {
            throw new IllegalStateException("not bound");
        }
        return file;
    }

    private int unbind(Actor actor) {
        Operation<?> release = file().put(task.cpu());
        if (release != null) {
            actor.call(release);
        }
        return Flow.NEXT;
    }

    private int install() {
        task.files().install(file(), true);
        return Flow.DONE;
    }
}
