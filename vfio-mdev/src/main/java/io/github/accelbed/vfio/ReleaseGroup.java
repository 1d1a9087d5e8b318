package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_group_fops_release} (drivers/vfio/vfio.c, later group.c). The group stays in its container while the device is open; it
 * can be opened again when both files are gone.
 */
final class ReleaseGroup extends Operation<ReleaseGroup> {
    private static final Program<ReleaseGroup> STEPS = Program.<ReleaseGroup>of("vfio_group_fops_release")
            .cpu("vfio_group_try_dissolve_container", Cost.INCLUDED, (o, a) -> o.dissolve(a))
            .cpu("vfio_group_put", Cost.INCLUDED, (o, a) -> o.close())
            .build();

    private final VfioGroup group;
    private final OpenFile file;
    private final DetachGroup detach;

    /** The end of a group's file. */
    ReleaseGroup(VfioDriver driver, VfioGroup group, OpenFile file) {
        super(STEPS);
        this.group = group;
        this.file = file;
        detach = new DetachGroup(driver, group);
    }

    private int dissolve(Actor actor) {
        if (group.putUser() && group.container() != null) {
            actor.call(detach);
        }
        return Flow.NEXT;
    }

    private int close() {
        group.groupFiles().remove(file);
        return Flow.DONE;
    }
}
