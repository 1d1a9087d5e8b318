package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import org.jspecify.annotations.Nullable;

/**
 * {@code CMD_GET_Q} of WarpDrive V1: an ioctl on the open mdev that gives the client a queue behind a file of its own; so one mdev serves
 * many queues, and each goes back with its file. EBUSY when none is left (the errno is UNVERIFIED).
 */
public final class GetQueue extends AccessOperation<GetQueue> {
    private static final Program<GetQueue> STEPS = Program.<GetQueue>of("CMD_GET_Q")
            .cpu("get_queue, anon_inode_getfd", Cost.OPEN_CLOSE, (o, a) -> o.get())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final Mdev mdev;
    private final boolean closeOnExec;
    private @Nullable QueueGrant grant;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param mdev on which mdev's descriptor
     * @param closeOnExec whether exec closes the new descriptor
     */
    public GetQueue(VfioDriver driver, Task task, Mdev mdev, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.mdev = mdev;
        this.closeOnExec = closeOnExec;
    }

    /**
     * The queue, or null unless the answer is OK.
     *
     * @return the queue and its file, or null
     */
    @Nullable
    public QueueGrant grant() {
        return grant;
    }

    private int get() {
        task.countSyscalls(1);
        HwQueue queue = mdev.parent().registered() ? mdev.parent().device().allocQueue() : null;
        if (queue == null) {
            return fail(mdev.parent().registered() ? Errno.EBUSY : Errno.ENODEV);
        }
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            mdev.parent().device().freeQueue(queue);
            return fail(prepared);
        }
        OpenFile file = new OpenFile("[spimdev]", (cpu, released) -> new ReleaseQueue(driver, released));
        queue.start();
        grant = new QueueGrant(mdev, queue, file);
        driver.grants().add(grant);
        task.files().install(file, closeOnExec);
        return Flow.DONE;
    }
}
