package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfio_group_fops_open}: open(2) of {@code /dev/vfio/N}. It is a test and set, and the only way to learn whether a group is free:
 * ENODEV if its device is gone, EBUSY if anybody has it or its device open.
 */
public final class OpenGroup extends AccessOperation<OpenGroup> {
    private static final Program<OpenGroup> STEPS = Program.<OpenGroup>of("open group")
            .cpu("vfio_group_fops_open", Cost.INCLUDED, (o, a) -> o.open())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final VfioGroup group;
    private final boolean closeOnExec;
    private @Nullable OpenFile file;

    /**
     * An opening.
     *
     * @param driver VFIO
     * @param task who opens
     * @param group which
     * @param closeOnExec whether exec closes the descriptor
     */
    public OpenGroup(VfioDriver driver, Task task, VfioGroup group, boolean closeOnExec) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.group = group;
        this.closeOnExec = closeOnExec;
    }

    /**
     * Which group.
     *
     * @return the group
     */
    public VfioGroup group() {
        return group;
    }

    /**
     * The group's file.
     *
     * @return the file, or null unless the answer is OK
     */
    @Nullable
    public OpenFile file() {
        return file;
    }

    private int open() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        if (!group.mdev().active()) {
            return fail(Errno.ENODEV);
        }
        if (group.opened() && driver.rules().ownsGroups()) {
            return fail(Errno.EBUSY);
        }
        file = new OpenFile(
                "/dev/vfio/" + group.number(), (cpu, released) -> new ReleaseGroup(driver, group, released));
        group.groupFiles().add(file);
        group.getUser();
        task.files().install(file, closeOnExec);
        return Flow.DONE;
    }
}
