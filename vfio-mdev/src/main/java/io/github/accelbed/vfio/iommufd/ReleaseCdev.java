package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code vfio_device_fops_release} of a device opened by its own node: the driver stops and resets the queue, the device leaves its address
 * space and its iommufd, whose file it held. A file that did not bind the device ends nothing.
 */
final class ReleaseCdev extends Operation<ReleaseCdev> {
    private static final Program<ReleaseCdev> STEPS = Program.<ReleaseCdev>of("vfio_device_fops_release")
            .cpu("close_device, stop_queue", Cost.QUEUE_STOP, (o, a) -> o.stop())
            .cpu("iommufd_device_detach", Cost.INCLUDED, (o, a) -> o.detach(a))
            .cpu("iommufd_device_unbind, iommufd_ctx_put", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .build();

    private final IommufdDriver driver;
    private final VfioCdev cdev;
    private final OpenFile file;
    private final DetachPt detach;

    /** A release. */
    ReleaseCdev(IommufdDriver driver, VfioCdev cdev, OpenFile file) {
        super(STEPS);
        this.driver = driver;
        this.cdev = cdev;
        this.file = file;
        detach = new DetachPt(driver, cdev);
    }

    private boolean bound() {
        return cdev.boundFile() == file;
    }

    private int stop() {
        if (!bound()) {
            return Flow.PASS;
        }
        cdev.mdev().reset();
        return Flow.NEXT;
    }

    private int detach(Actor actor) {
        if (!bound() || (cdev.pasids().isEmpty() && cdev.hwpt() == null)) {
            return Flow.PASS;
        }
        cdev.pasids().values().forEach(Hwpt::unuse);
        cdev.pasids().clear();
        actor.call(detach);
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        IommufdContext context = cdev.context();
        if (!bound() || context == null) {
            return Flow.PASS;
        }
        context.remove(cdev);
        cdev.bind(null, null);
        Operation<?> release = context.file().put(driver.kernel().root());
        if (release != null) {
            actor.call(release);
        }
        return Flow.DONE;
    }
}
