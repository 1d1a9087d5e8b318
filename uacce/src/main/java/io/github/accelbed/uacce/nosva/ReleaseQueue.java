package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.stream.Stream;

/** {@code uacce_fops_release}: the queue is stopped, then its regions leave the device's table one by one, then their pages go. */
final class ReleaseQueue extends Operation<ReleaseQueue> {
    private static final Program<ReleaseQueue> STEPS = Program.<ReleaseQueue>of("uacce_fops_release")
            .cpu("stop_queue, put_queue", Cost.QUEUE_STOP, (o, a) -> o.stop(a))
            .cpu("iommu_unmap", Cost.IOMMU_UNMAP_PER_PAGE, (o, a) -> o.unmap(a))
            .iommu("iommu_iotlb_sync, free_page", Cost.IOTLB_INVALIDATION, (o, a) -> o.free(a))
            .cpu("cdev_put", Cost.INCLUDED, (o, a) -> o.putCdev())
            .build();

    private final NosvaDriver driver;
    private final NosvaQueue queue;

    ReleaseQueue(NosvaDriver driver, NosvaQueue queue) {
        super(STEPS);
        this.driver = driver;
        this.queue = queue;
    }

    private int stop(Actor actor) {
        actor.charge(queue.hardware().started() ? 1 : 0);
        queue.hardware().stop();
        return Flow.NEXT;
    }

    private int unmap(Actor actor) {
        int pages = (int) last().mapToLong(KernelRegion::pages).sum();
        if (pages == 0) {
            return Flow.PASS;
        }
        actor.charge(pages);
        return Flow.NEXT;
    }

    /** The regions that no other queue of the device shares. */
    private Stream<KernelRegion> last() {
        return queue.regions().stream().filter(region -> region.users() == 1);
    }

    private int putCdev() {
        queue.space().putCdev();
        return Flow.DONE;
    }

    private int free(Actor actor) {
        actor.charge((int) last().count());
        queue.regions().forEach(queue.space()::unmap);
        queue.regions().clear();
        queue.hardware().device().freeQueue(queue.hardware());
        driver.remove(queue);
        return Flow.NEXT;
    }
}
