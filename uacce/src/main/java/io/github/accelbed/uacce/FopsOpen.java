package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.uacce.sva.SvaBindDevice;
import io.github.accelbed.uacce.sva.SvaUnbindDevice;
import org.jspecify.annotations.Nullable;

/**
 * {@code uacce_fops_open}: binds the caller's mm to the device, then takes a hardware queue; without one the bind is undone. What a
 * failed step leaves to the ones after it is only to go back.
 */
final class FopsOpen extends OpenOperation<FopsOpen> {
    /** The sixth posting: nothing is held over the bind. */
    static final Program<FopsOpen> UNLOCKED = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate(a))
            .cpu("iommu_sva_bind_device", Cost.INCLUDED, (o, a) -> o.bind(a))
            .cpu("iommu_sva_get_pasid", Cost.INCLUDED, (o, a) -> o.bound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("list_add", Cost.INCLUDED, (o, a) -> o.list(a))
            .cpu("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.undo(a))
            .build();

    /** 5.7 to 5.9: the binds have a lock, and each of them has one for its queues. */
    static final Program<FopsOpen> UNDER_MM_LOCK = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate(a))
            .cpu("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.listLock()))
            .cpu("uacce_mm_get", Cost.INCLUDED, (o, a) -> o.bind(a))
            .cpu("iommu_sva_get_pasid", Cost.INCLUDED, (o, a) -> o.bound())
            .cpu("mutex_unlock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("mutex_lock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> o.lockMm(a))
            .cpu("list_add, mutex_unlock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> o.list(a))
            .cpu("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.listLock()))
            .cpu("uacce_mm_put", Cost.INCLUDED, (o, a) -> o.undo(a))
            .cpu("mutex_unlock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    /** 5.10 to 5.19: only the list of queues has a lock. */
    static final Program<FopsOpen> LISTED = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate(a))
            .cpu("uacce_bind_queue", Cost.INCLUDED, (o, a) -> o.bind(a))
            .cpu("iommu_sva_get_pasid", Cost.INCLUDED, (o, a) -> o.bound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("mutex_lock(&uacce->queues_lock)", Cost.INCLUDED, (o, a) -> o.lockList(a))
            .cpu("list_add, mutex_unlock(&uacce->queues_lock)", Cost.INCLUDED, (o, a) -> o.list(a))
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.undo(a))
            .build();

    /** 6.0 on: all of it under the device's mutex, with a look whether the device is still there. */
    static final Program<FopsOpen> UNDER_DEVICE_MUTEX = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("mutex_lock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mutex()))
            .cpu("uacce->parent", Cost.INCLUDED, (o, a) -> o.checkParent(a))
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate(a))
            .cpu("uacce_bind_queue", Cost.INCLUDED, (o, a) -> o.bind(a))
            .cpu("iommu_sva_get_pasid", Cost.INCLUDED, (o, a) -> o.bound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("list_add", Cost.INCLUDED, (o, a) -> o.listLocked())
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.undo(a))
            .cpu("mutex_unlock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final UacceDriver driver;
    private final Task task;
    private UacceDevice device;
    private final OpenOptions options;
    private @Nullable SimLock held;
    private @Nullable SvaBindDevice bind;
    private @Nullable UacceMm mm;
    private @Nullable UacceQueue queue;

    FopsOpen(UacceDriver driver, Task task, UacceDevice device, OpenOptions options) {
        super(driver.rules().open());
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    @Nullable
    UacceQueue uacceQueue() {
        return queue;
    }

    private int lookUp() {
        task.countSyscalls(1);
        UacceDevice found = device.registered() ? driver.find(device) : null;
        if (found == null) {
            answer(driver.rules().answer(UacceCase.OPEN_NO_MINOR));
            return Flow.DONE;
        }
        device = found;
        answer(task.prepareOpen());
        return result().ok() ? Flow.NEXT : Flow.DONE;
    }

    private int lock(Actor actor, SimLock lock) {
        if (!lock.lock(actor)) {
            return Flow.BLOCKED;
        }
        held = lock;
        return Flow.NEXT;
    }

    private int lockMm(Actor actor) {
        return mm == null || queue == null ? Flow.NEXT : lock(actor, mm.lock());
    }

    private int lockList(Actor actor) {
        return queue == null ? Flow.NEXT : lock(actor, device.listLock());
    }

    private int unlock(Actor actor) {
        if (held != null) {
            held.unlock(actor);
            held = null;
        }
        return result().ok() ? Flow.NEXT : Flow.DONE;
    }

    private int fail(Actor actor, Errno why) {
        answer(why);
        unlock(actor);
        return Flow.DONE;
    }

    private int checkParent(Actor actor) {
        return device.registered() ? Flow.NEXT : fail(actor, driver.rules().answer(UacceCase.OPEN_PARENT_GONE));
    }

    private int allocate(Actor actor) {
        PhysicalMemory memory = driver.kernel().mm().memory();
        return memory.full() || memory.slabFails()
                ? fail(actor, driver.rules().answer(UacceCase.OPEN_NO_MEMORY))
                : Flow.NEXT;
    }

    private int bind(Actor actor) {
        mm = driver.rules().bindsOncePerMm() ? device.bound(task.mm()) : null;
        if (mm == null) {
            bind = new SvaBindDevice(driver.kernel().iommu(), device.hardware(), task.mm());
            actor.call(bind);
        }
        return Flow.NEXT;
    }

    private int bound() {
        if (mm != null || bind == null) {
            return Flow.NEXT;
        }
        SvaBinding binding = bind.binding();
        if (binding == null) {
            answer(driver.rules().bindFailure(bind.result()));
        } else {
            mm = device.bind(binding, driver.rules().bindsOncePerMm());
        }
        return Flow.NEXT;
    }

    private int getQueue() {
        if (!result().ok() || mm == null) {
            return Flow.NEXT;
        }
        HwQueue hardware = device.stopped() ? null : device.hardware().allocQueue();
        if (hardware == null) {
            answer(driver.rules().answer(device.stopped() ? UacceCase.OPEN_QM_STOPPED : UacceCase.OPEN_NO_QUEUE));
            return Flow.NEXT;
        }
        Cpu cpu = driver.kernel().newCpu(options.name());
        OpenFile file = new OpenFile("/dev/" + device.hardware().name() + "-0", driver);
        queue = UacceQueue.of(driver, device, options.name(), hardware, file, cpu, mm);
        return Flow.NEXT;
    }

    private int listLocked() {
        if (queue != null) {
            driver.add(queue);
            task.files().install(queue.file(), !options.inherit());
        }
        return Flow.NEXT;
    }

    private int list(Actor actor) {
        if (queue == null) {
            return Flow.NEXT;
        }
        listLocked();
        unlock(actor);
        return Flow.DONE;
    }

    private int undo(Actor actor) {
        UacceMm failed = mm;
        if (!result().ok() && failed != null) {
            actor.call(new SvaUnbindDevice(device.hardware(), () -> device.unbind(failed)));
        }
        return Flow.NEXT;
    }
}
