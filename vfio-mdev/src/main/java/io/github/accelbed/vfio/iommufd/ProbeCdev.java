package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** open(2) of {@code /dev/iommu} and of a device's node, BIND, and close(2) of both: five calls, since only BIND says who has a device. */
final class ProbeCdev extends AccessOperation<ProbeCdev> {
    private static final Program<ProbeCdev> STEPS = Program.<ProbeCdev>of("probe device node")
            .userSpace()
            .calls("iommufd_fops_open", Cost.SYSCALL, o -> o.iommufd)
            .undo("close iommufd", Cost.INCLUDED, (o, a) -> o.close(a, o.iommufd.file()))
            .calls("vfio_device_fops_cdev_open", Cost.SYSCALL, o -> o.node)
            .undo("close device node", Cost.INCLUDED, (o, a) -> o.close(a, o.node.file()))
            .calls("BIND_IOMMUFD", Cost.SYSCALL, o -> o.bind())
            .cpu("close device node", Cost.INCLUDED, (o, a) -> o.close(a, o.node.file()))
            .cpu("close iommufd", Cost.INCLUDED, (o, a) -> o.close(a, o.iommufd.file()))
            .build();

    private final Task daemon;
    private final OpenIommufd iommufd;
    private final OpenCdev node;

    /** A probe. */
    ProbeCdev(IommufdDriver driver, Task daemon, VfioCdev cdev) {
        super(STEPS);
        this.daemon = daemon;
        iommufd = new OpenIommufd(driver, daemon, true);
        node = new OpenCdev(driver, daemon, cdev, true);
    }

    private @Nullable BindIommufd bind() {
        IommufdContext context = iommufd.context();
        OpenFile file = node.file();
        return context == null || file == null ? null : new BindIommufd(daemon, node.cdev(), file, context);
    }

    private int close(Actor actor, @Nullable OpenFile file) {
        if (file == null) {
            return Flow.PASS;
        }
        actor.call(new CloseFile(daemon, file));
        return Flow.NEXT;
    }
}
