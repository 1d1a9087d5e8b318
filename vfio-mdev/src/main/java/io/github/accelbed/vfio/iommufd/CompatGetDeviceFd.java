package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
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
            .cpu("iommufd_device_bind", Cost.INCLUDED, (o, a) -> o.bind(a))
            .cpu("fd_install", Cost.INCLUDED, (o, a) -> o.end(a))
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

    private int bind(Actor actor) {
        IommufdContext context = device.container();
        Ioas ioas = context == null ? null : context.compat();
        if (context == null || ioas == null || !device.viable()) {
            task.countSyscalls(1);
            answer(context == null || ioas == null ? Errno.EINVAL : Errno.EBUSY);
            return Flow.DONE;
        }
        file = new OpenFile("vfio" + device.number(), (cpu, released) -> new ReleaseCdev(driver, device, released));
        context.file().get();
        device.bind(context, file);
        context.add(device);
        device.mdev().start();
        task.files().install(file, true);
        attach = new AttachPt(driver, task, device, ioas.id());
        actor.call(attach);
        return Flow.NEXT;
    }

    private int end(Actor actor) {
        if (attach != null && file != null && !attach.result().ok()) {
            answer(attach.result());
            actor.call(new CloseFile(task, file));
        }
        return Flow.DONE;
    }
}
