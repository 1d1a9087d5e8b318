package io.github.accelbed.vfio.row;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.OpenGroup;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioGroup;
import org.jspecify.annotations.Nullable;

/** open(2) of a group and, if it was free, close(2). */
final class ProbeGroup extends AccessOperation<ProbeGroup> {
    private static final Program<ProbeGroup> STEPS = Program.<ProbeGroup>of("probe group")
            .userSpace()
            .calls("vfio_group_fops_open", Cost.SYSCALL, o -> o.open)
            .calls("filp_close", Cost.INCLUDED, o -> o.close())
            .build();

    private final Task daemon;
    private final OpenGroup open;

    /** A probe. */
    ProbeGroup(VfioDriver driver, Task daemon, VfioGroup group) {
        super(STEPS);
        this.daemon = daemon;
        open = new OpenGroup(driver, daemon, group, true);
    }

    private @Nullable Operation<?> close() {
        OpenFile file = open.file();
        return file == null ? null : new CloseFile(daemon, file);
    }
}
