package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.SvaBindDevice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code idxd_cdev_open}: a dedicated queue has one client, a shared one any number; each binds its own mm. A dedicated queue is then
 * disabled, given the client's PASID and enabled again, what takes how long is left out.
 */
final class CdevOpen extends OpenOperation<CdevOpen> {
    private static final Program<CdevOpen> STEPS = Program.<CdevOpen>of("idxd_cdev_open")
            .cpu("idxd_cdev_open", Cost.OPEN_CLOSE, (o, a) -> o.enter())
            .mutexLock("mutex_lock(&wq->wq_lock)", o -> o.wq.lock())
            .cpu("idxd_wq_refcount, wq_dedicated", Cost.INCLUDED, (o, a) -> o.check())
            .cpu("iommu_sva_bind_device", Cost.INCLUDED, (o, a) -> o.bind(a))
            .returned((o, a) ->
                    a.returned().ok() ? Flow.NEXT : o.fail(o.driver.rules().bindFailure(a.returned())))
            .device("idxd_wq_set_pasid, idxd_wq_enable", Cost.INCLUDED, (o, a) -> o.enable())
            .mutexUnlock("mutex_unlock(&wq->wq_lock)", o -> o.wq.lock())
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final OpenOptions options;
    private final SvaBindDevice bind;
    private IdxdWq wq;
    private @Nullable IdxdClient client;

    CdevOpen(IdxdDriver driver, Task task, IdxdWq wq, OpenOptions options) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.wq = wq;
        this.options = options;
        bind = new SvaBindDevice(driver.kernel().iommu(), task.mm());
    }

    /** Says which queue, before the call. */
    CdevOpen of(IdxdWq which) {
        wq = which;
        return this;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return client;
    }

    /** The new client, after an open that went well. */
    IdxdClient opened() {
        return Objects.requireNonNull(client, "not open");
    }

    private int enter() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        return driver.kernel().fails(Allocation.SLAB) ? fail(Errno.ENOMEM) : Flow.NEXT;
    }

    private int check() {
        return wq.dedicated() && !wq.clients().isEmpty() ? fail(Errno.EBUSY) : Flow.NEXT;
    }

    private int bind(Actor actor) {
        if (!driver.rules().bindsSva()) {
            return fail(Errno.EOPNOTSUPP);
        }
        actor.call(bind.of(wq.device()));
        return Flow.NEXT;
    }

    private int enable() {
        SvaBinding binding = bind.binding();
        if (binding == null) {
            throw new IllegalStateException("not bound");
        }
        OpenFile file = new OpenFile("/dev/dsa/wq" + wq.device().name(), driver);
        client = IdxdClient.of(driver.kernel(), driver.type(), wq, options.name(), file, binding, driver.nextSerial());
        driver.add(client);
        task.files().install(file, !options.inherit());
        return Flow.NEXT;
    }
}
