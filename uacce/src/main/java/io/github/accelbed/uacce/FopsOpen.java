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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code uacce_fops_open}: binds the caller's mm to the device, then takes a hardware queue; without one the bind is undone. */
final class FopsOpen extends OpenOperation<FopsOpen> {
    /** The sixth posting: nothing is held over the bind. */
    static final Program<FopsOpen> UNLOCKED = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("chrdev_open", Cost.INCLUDED, (o, a) -> o.findCharacterDevice())
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate())
            .cpu("iommu_sva_bind_device", Cost.INCLUDED, (o, a) -> o.bind(a))
            .returned((o, a) -> o.bound(a))
            .undo("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("list_add", Cost.INCLUDED, (o, a) -> o.list())
            .build();

    /** 5.7: the binds have a lock, and each of them has one for its queues, which a queue joins before it has any hardware. */
    static final Program<FopsOpen> UNDER_MM_LOCK = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("chrdev_open", Cost.INCLUDED, (o, a) -> o.findCharacterDevice())
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate())
            .mutexLock("mutex_lock(&uacce->mm_lock)", o -> o.device.listLock())
            .cpu("uacce_mm_get, mutex_lock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> o.find(a))
            .waits()
            .cpu("list_add, mutex_unlock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> o.join(a))
            .cpu("uacce_mm_get, iommu_sva_bind_device", Cost.INCLUDED, (o, a) -> o.mm == null ? o.bind(a) : Flow.PASS)
            .returned((o, a) -> o.boundForAll(a))
            .mutexUnlock("mutex_unlock(&uacce->mm_lock)", o -> o.device.listLock())
            .undo("mutex_lock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> mutexLock(a, o.device.listLock()))
            .waits()
            .undo("uacce_mm_put, mutex_lock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> mutexLock(a, o.mm().lock()))
            .waits()
            .undo("list_del, mutex_unlock(&uacce_mm->lock)", Cost.INCLUDED, (o, a) -> o.leave(a))
            .undo("iommu_sva_unbind_device", Cost.INCLUDED, (o, a) -> o.mm().unused() ? o.unbind(a) : Flow.PASS)
            .returned((o, a) -> o.unbound())
            .undo("mutex_unlock(&uacce->mm_lock)", Cost.INCLUDED, (o, a) -> o.unlock(a, o.device.listLock()))
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("UACCE_Q_INIT", Cost.INCLUDED, (o, a) -> o.publish())
            .build();

    /** After 5.7 up to 5.19: only the list of queues has a lock. */
    static final Program<FopsOpen> LISTED = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("chrdev_open", Cost.INCLUDED, (o, a) -> o.findCharacterDevice())
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate())
            .cpu("uacce_bind_queue", Cost.INCLUDED, (o, a) -> o.bind(a))
            .returned((o, a) -> o.bound(a))
            .undo("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .mutexLock("mutex_lock(&uacce->queues_lock)", o -> o.device.listLock())
            .cpu("list_add, mutex_unlock(&uacce->queues_lock)", Cost.INCLUDED, (o, a) -> {
                o.list();
                return o.unlock(a, o.device.listLock());
            })
            .build();

    /** 6.0 on: all of it under the device's mutex, with a look whether the device is still there. */
    static final Program<FopsOpen> UNDER_DEVICE_MUTEX = Program.<FopsOpen>of("uacce_fops_open")
            .cpu("chrdev_open", Cost.INCLUDED, (o, a) -> o.findCharacterDevice())
            .cpu("uacce_fops_open", Cost.OPEN_CLOSE, (o, a) -> o.lookUp())
            .cpu("kzalloc", Cost.INCLUDED, (o, a) -> o.allocate())
            .mutexLock("mutex_lock(&uacce->mutex)", o -> o.device.mutex())
            .cpu("uacce->parent", Cost.INCLUDED, (o, a) -> o.checkParent())
            .cpu("uacce_bind_queue", Cost.INCLUDED, (o, a) -> o.bind(a))
            .returned((o, a) -> o.bound(a))
            .undo("uacce_unbind_queue", Cost.INCLUDED, (o, a) -> o.unbind(a))
            .returned((o, a) -> o.unbound())
            .cpu("hisi_qm_uacce_get_queue", Cost.INCLUDED, (o, a) -> o.getQueue())
            .cpu("list_add", Cost.INCLUDED, (o, a) -> o.list())
            .mutexUnlock("mutex_unlock(&uacce->mutex)", o -> o.device.mutex())
            .build();

    private final UacceDriver driver;
    private final Task task;
    private final OpenOptions options;
    private final SvaBindDevice bind;
    private final SvaUnbindDevice unbind = new SvaUnbindDevice();
    private UacceDevice device;
    private @Nullable UacceMm mm;
    private @Nullable UacceQueue queue;

    FopsOpen(UacceDriver driver, Task task, UacceDevice device, OpenOptions options) {
        super(driver.rules().open());
        this.driver = driver;
        this.task = task;
        this.device = device;
        this.options = options;
        bind = new SvaBindDevice(driver.kernel().iommu(), task.mm());
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    /** The new queue, after an open that went well. */
    UacceQueue opened() {
        return Objects.requireNonNull(queue, "not open");
    }

    private UacceMm mm() {
        return Objects.requireNonNull(mm, "not bound");
    }

    /**
     * After {@code cdev_del} a number leads nowhere (fs/char_dev.c; ENXIO, on 6.1.176 too). But a node remembers its character device for as
     * long as somebody has it open. There is one node, and it outlives the device, as one in a container does.
     */
    private int findCharacterDevice() {
        task.countSyscalls(1);
        Errno prepared = task.prepareOpen();
        if (!prepared.ok()) {
            return fail(prepared);
        }
        return device.registered() || !device.queues().isEmpty() ? Flow.NEXT : fail(Errno.ENXIO);
    }

    private int lookUp() {
        UacceDevice found = driver.find(device);
        if (found == null) {
            return fail(driver.rules().answer(UacceCase.OPEN_NO_MINOR));
        }
        device = found;
        return Flow.NEXT;
    }

    private int unlock(Actor actor, SimLock lock) {
        lock.unlock(actor);
        return Flow.NEXT;
    }

    private int checkParent() {
        return device.registered() ? Flow.NEXT : fail(driver.rules().answer(UacceCase.OPEN_PARENT_GONE));
    }

    private int allocate() {
        PhysicalMemory memory = driver.kernel().mm().memory();
        return memory.full() || memory.slabFails() ? fail(driver.rules().answer(UacceCase.OPEN_NO_MEMORY)) : Flow.NEXT;
    }

    /** The bind that this mm has already, if it has one. */
    private int find(Actor actor) {
        UacceMm known = device.bound(task.mm());
        if (known == null) {
            return Flow.PASS;
        }
        int flow = mutexLock(actor, known.lock());
        mm = flow == Flow.NEXT ? known : null;
        return flow;
    }

    private int join(Actor actor) {
        if (mm == null) {
            return Flow.PASS;
        }
        device.use(mm);
        return unlock(actor, mm.lock());
    }

    private int leave(Actor actor) {
        device.unuse(mm());
        return unlock(actor, mm().lock());
    }

    private int bind(Actor actor) {
        actor.call(bind.of(device.hardware()));
        return Flow.NEXT;
    }

    private int bound(Actor actor) {
        SvaBinding binding = bind.binding();
        if (binding == null) {
            return fail(driver.rules().bindFailure(actor.returned()));
        }
        mm = device.bind(binding, driver.rules());
        return Flow.NEXT;
    }

    private int boundForAll(Actor actor) {
        int flow = bound(actor);
        if (flow == Flow.NEXT) {
            device.use(mm());
        }
        return flow;
    }

    /** Nothing is left to unbind if the device has gone meanwhile. */
    private int unbind(Actor actor) {
        if (!mm().bound()) {
            return Flow.PASS;
        }
        actor.call(unbind.of(device.hardware(), mm().binding()));
        return Flow.NEXT;
    }

    private int unbound() {
        mm().unbound();
        return Flow.NEXT;
    }

    /** Nothing keeps the device up to 5.19: its driver may have gone since the look-up, and what it kept is freed. */
    private int getQueue() {
        if (!device.registered()) {
            driver.countCallAfterPut();
        }
        HwQueue hardware = device.hardware().allocQueue();
        if (hardware == null) {
            return fail(driver.rules().answer(UacceCase.OPEN_NO_QUEUE));
        }
        Cpu cpu = driver.kernel().newCpu(options.name());
        OpenFile file = new OpenFile("/dev/" + device.hardware().name() + "-0", driver);
        queue = UacceQueue.of(driver, device, options.name(), hardware, file, cpu, mm());
        return Flow.NEXT;
    }

    private int list() {
        device.use(mm());
        return publish();
    }

    private int publish() {
        driver.add(opened());
        task.files().install(opened().file(), !options.inherit());
        return Flow.NEXT;
    }
}
