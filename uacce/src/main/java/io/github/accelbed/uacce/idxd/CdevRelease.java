package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;

/**
 * {@code idxd_cdev_release}: a shared queue is drained of the client's PASID, a dedicated one loses it; then the mm is unbound. How long
 * that takes has no figure; a job in flight is dropped, where the hardware would finish it. Left out: the event log.
 */
final class CdevRelease extends Operation<CdevRelease> {
    private static final Program<CdevRelease> STEPS = Program.<CdevRelease>of("idxd_cdev_release")
            .mutexLock("mutex_lock(&wq->wq_lock)", o -> o.client.wq().lock())
            .device("idxd_device_drain_pasid", Cost.INCLUDED, (o, a) -> o.drain())
            .cpu("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .mutexUnlock("mutex_unlock(&wq->wq_lock), kfree", o -> o.client.wq().lock())
            .build();

    private final IdxdDriver driver;
    private final IdxdClient client;
    private final SvaUnbindDevice unbind = new SvaUnbindDevice();

    CdevRelease(IdxdDriver driver, IdxdClient client) {
        super(STEPS);
        this.driver = driver;
        this.client = client;
    }

    private int drain() {
        client.wq().disable(client.hardware());
        driver.remove(client);
        return Flow.NEXT;
    }

    private int unbind(Actor actor) {
        actor.call(unbind.of(client.wq().device(), client.binding()));
        return Flow.NEXT;
    }
}
