package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** open(2) of {@code /dev/iommu} and of a device's node, BIND, and close(2) of both: five calls, since only BIND says who has a device. */
final class ProbeCdev extends AccessOperation<ProbeCdev> {
    private static final Program<ProbeCdev> STEPS = Program.<ProbeCdev>of("probe device node")
            .cpu("iommufd_fops_open", Cost.SYSCALL, (o, a) -> o.openIommufd(a))
            .cpu("vfio_device_fops_cdev_open", Cost.SYSCALL, (o, a) -> o.openNode(a))
            .cpu("BIND_IOMMUFD", Cost.SYSCALL, (o, a) -> o.bind(a))
            .cpu("filp_close", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private final Task daemon;
    private final OpenIommufd iommufd;
    private final OpenCdev node;
    private @Nullable BindIommufd bind;

    /**
     * A probe.
     *
     * @param driver iommufd
     * @param daemon who tries
     * @param cdev which node
     */
    ProbeCdev(IommufdDriver driver, Task daemon, VfioCdev cdev) {
        super(STEPS);
        this.daemon = daemon;
        iommufd = new OpenIommufd(driver, daemon, true);
        node = new OpenCdev(driver, daemon, cdev, true);
    }

    private int openIommufd(Actor actor) {
        actor.call(iommufd);
        return Flow.NEXT;
    }

    private int openNode(Actor actor) {
        answer(iommufd.result());
        if (result().ok()) {
            actor.call(node);
        }
        return Flow.NEXT;
    }

    private int bind(Actor actor) {
        IommufdContext context = iommufd.context();
        OpenFile file = node.file();
        if (context != null && file != null) {
            bind = new BindIommufd(daemon, node.cdev(), file, context);
            actor.call(bind);
        } else if (result().ok()) {
            answer(node.result());
        }
        return Flow.NEXT;
    }

    private int close(Actor actor) {
        if (bind != null) {
            answer(bind.result());
        }
        List<OpenFile> files = new ArrayList<>();
        IommufdContext context = iommufd.context();
        OpenFile file = node.file();
        if (file != null) {
            files.add(file);
        }
        if (context != null) {
            files.add(context.file());
        }
        actor.call(new CloseFiles(daemon, files));
        return Flow.DONE;
    }
}
