package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import io.github.accelbed.vfio.OpenGroup;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioGroup;
import java.util.List;

/** open(2) of a group and, if it was free, close(2). */
final class ProbeGroup extends AccessOperation<ProbeGroup> {
    private static final Program<ProbeGroup> STEPS = Program.<ProbeGroup>of("probe group")
            .cpu("vfio_group_fops_open", Cost.SYSCALL, (o, a) -> o.open(a))
            .cpu("filp_close", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private final Task daemon;
    private final OpenGroup open;

    /**
     * A probe.
     *
     * @param driver VFIO
     * @param daemon who tries
     * @param group which
     */
    ProbeGroup(VfioDriver driver, Task daemon, VfioGroup group) {
        super(STEPS);
        this.daemon = daemon;
        open = new OpenGroup(driver, daemon, group, true);
    }

    private int open(Actor actor) {
        actor.call(open);
        return Flow.NEXT;
    }

    private int close(Actor actor) {
        answer(open.result());
        OpenFile file = open.group().groupFile();
        if (result().ok() && file != null) {
            actor.call(new CloseFiles(daemon, List.of(file)));
        }
        return Flow.DONE;
    }
}
