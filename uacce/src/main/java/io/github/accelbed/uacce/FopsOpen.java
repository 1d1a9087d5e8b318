package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code uacce_fops_open}: binds the caller's mm to the device, then takes a hardware queue; without one the bind is undone. Left out:
 * failing allocations, states of the queue manager that refuse new queues.
 */
final class FopsOpen extends OpenOperation<FopsOpen> {
    /** 5.7 to 5.9: the list of binds has a lock of its own. */
    static final Program<FopsOpen> UNDER_MM_LOCK = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mmLock()))
            .cpu("uacce_mm_get, iommu_sva_bind_device", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .cpu("mutex_unlock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mmLock()))
            .cpu("uacce_mm_put", Cost.INCLUDED, (o, a) -> o.undo(a))
            .build();

    /** 5.10 to 5.19: nothing is held over the bind. */
    static final Program<FopsOpen> UNLOCKED = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("uacce_bind_queue, iommu_sva_bind_device", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.undo(a))
            .build();

    /** 6.0 on: all of it under the device's mutex. */
    static final Program<FopsOpen> UNDER_DEVICE_MUTEX = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("mutex_lock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.lock(a, o.device.mutex()))
            .cpu("uacce_bind_queue, iommu_sva_bind_device", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("mutex_unlock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final UacceDriver driver;
    private final Task task;
    private final UacceDevice device;
    private final OpenOptions options;
    private @Nullable SimLock held;
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
        if (!device.registered()) {
            answer(driver.rules().answer(UacceCase.OPEN_NO_MINOR));
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private int lock(Actor actor, SimLock lock) {
        if (!lock.lock(actor)) {
            return Flow.BLOCKED;
        }
        held = lock;
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        if (held != null) {
            held.unlock(actor);
            held = null;
        }
        return result().ok() ? Flow.NEXT : Flow.DONE;
    }

    private int bind(Actor actor) {
        actor.charge(0);
        UacceRules rules = driver.rules();
        if (!device.registered()) {
            answer(rules.answer(UacceCase.OPEN_PARENT_GONE));
            unlock(actor);
            return Flow.DONE;
        }
        mm = device.bind(driver.kernel().iommu(), task.mm(), rules.bindsOncePerMm());
        if (mm == null) {
            answer(rules.answer(UacceCase.OPEN_NO_PASID));
            unlock(actor);
            return Flow.DONE;
        }
        // Only a first bind sets up a context descriptor; the next ones count a user more.
        actor.charge(mm.queues().isEmpty() && mm.binding().users() == 1 ? 1 : 0);
        return Flow.NEXT;
    }

    private int getQueue() {
        HwQueue hardware = device.hardware().allocQueue();
        if (hardware == null) {
            answer(driver.rules().answer(UacceCase.OPEN_NO_QUEUE));
            return Flow.NEXT;
        }
        install(hardware);
        return held == null ? Flow.DONE : Flow.NEXT;
    }

    private void install(HwQueue hardware) {
        if (mm == null) {
            throw new IllegalStateException("not bound");
        }
        Kernel kernel = driver.kernel();
        Cpu cpu = kernel.newCpu(options.name());
        OpenFile file = new OpenFile("/dev/" + device.hardware().name() + "-0", driver);
        SvaTranslator translator = new SvaTranslator(kernel.iommu(), mm.binding(), cpu);
        UacceQueue opened = new UacceQueue(
                kernel, driver, device, options.name(), driver.nextSerial(), hardware, file, cpu, translator, mm);
        driver.add(opened);
        task.files().install(file, !options.inherit());
        queue = opened;
    }

    private int undo(Actor actor) {
        if (mm != null) {
            device.unbind(mm);
        }
        unlock(actor);
        return Flow.DONE;
    }

    private int finish(Actor actor) {
        if (!result().ok() && mm != null) {
            device.unbind(mm);
        }
        unlock(actor);
        return Flow.DONE;
    }
}
