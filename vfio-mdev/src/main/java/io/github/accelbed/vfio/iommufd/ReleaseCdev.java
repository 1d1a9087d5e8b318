package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfio_device_fops_release} of a device opened by its own node: the driver stops and resets the queue, the device leaves its address
 * space and its iommufd, whose file it held. A file that did not bind the device ends nothing.
 */
final class ReleaseCdev extends Operation<ReleaseCdev> {
    private static final Program<ReleaseCdev> STEPS = Program.<ReleaseCdev>of("vfio_device_fops_release")
            .cpu("close_device, stop_queue", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("iommufd_device_detach", Cost.INCLUDED, (o, a) -> o.detach(a))
            .cpu("iommufd_device_unbind, iommufd_ctx_put", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .build();

    private final IommufdDriver driver;
    private final VfioCdev cdev;
    private final OpenFile file;
    private boolean stopped;
    private boolean unbound;

    /**
     * A release.
     *
     * @param driver iommufd
     * @param cdev which device
     * @param file its file
     */
    ReleaseCdev(IommufdDriver driver, VfioCdev cdev, OpenFile file) {
        super(STEPS);
        this.driver = driver;
        this.cdev = cdev;
        this.file = file;
    }

    private int stop(Actor actor) {
        if (cdev.boundFile() != file) {
            actor.charge(0);
            return Flow.DONE;
        }
        stopped = true;
        cdev.mdev().reset();
        return Flow.NEXT;
    }

    private int detach(Actor actor) {
        cdev.pasids().values().forEach(Hwpt::unuse);
        cdev.pasids().clear();
        actor.call(new DetachPt(driver, cdev));
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        Operation<?> release = unbind();
        if (release != null) {
            actor.call(release);
        }
        return Flow.DONE;
    }

    private @Nullable Operation<?> unbind() {
        unbound = true;
        IommufdContext context = cdev.context();
        if (context == null) {
            return null;
        }
        context.remove(cdev);
        cdev.bind(null, null);
        return context.file().put(driver.kernel().root());
    }

    /** The rest at once; a release runs to its end whatever happens to the task. */
    @Override
    protected void abandoned() {
        if (cdev.boundFile() != file || unbound) {
            return;
        }
        if (!stopped) {
            cdev.mdev().reset();
        }
        cdev.pasids().values().forEach(Hwpt::unuse);
        cdev.pasids().clear();
        new DetachPt(driver, cdev).abandoned();
        if (unbind() instanceof ReleaseIommufd release) {
            release.abandoned();
        }
    }
}
