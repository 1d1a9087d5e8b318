package io.github.accelbed.model.example;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/** open(2): a hardware queue, a subscription to the caller's mm, a descriptor. */
final class SoftTlbOpen extends OpenOperation<SoftTlbOpen> {
    // region open
    private static final Program<SoftTlbOpen> STEPS = Program.<SoftTlbOpen>of("softtlb_open")
            .cpu("get a queue", Cost.OPEN_CLOSE, (o, a) -> o.getQueue())
            .cpu("mmu_notifier_register", Cost.INCLUDED, (o, a) -> o.register(a))
            .waits()
            .cpu("fd_install", Cost.INCLUDED, (o, a) -> o.install())
            .build();

    private int getQueue() {
        task.countSyscalls(1);
        boolean noMemory = row.kernel().mm().memory().slabFails();
        hardware = noMemory ? null : device.allocQueue();
        return hardware == null ? fail(noMemory ? Errno.ENOMEM : Errno.EBUSY) : Flow.NEXT;
    }

    private int register(Actor actor) {
        if (!mm.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        mm.grab();
        mm.notifiers().register(tlb);
        mm.mmapLock().unlock(actor);
        return Flow.NEXT;
    }
    // endregion

    private final SoftTlbAccess row;
    private final Task task;
    private final MmStruct mm;
    private final Device device;
    private final OpenOptions options;
    private final Cpu cpu;
    private final SoftTlb tlb;
    private @Nullable HwQueue hardware;
    private @Nullable SoftTlbQueue queue;

    SoftTlbOpen(SoftTlbAccess row, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.row = row;
        this.task = task;
        this.device = device;
        this.options = options;
        mm = task.mm();
        cpu = row.kernel().newCpu(options.name());
        tlb = new SoftTlb(mm, cpu);
    }

    @Override
    public @Nullable AccessQueue queue() {
        return queue;
    }

    private int install() {
        if (hardware == null) {
            throw new IllegalStateException("no queue");
        }
        OpenFile file = new OpenFile("/dev/softtlb", row);
        queue = new SoftTlbQueue(row.kernel(), options.name(), hardware, file, cpu, tlb);
        hardware.start();
        row.queues().add(queue);
        task.files().install(file, !options.inherit());
        return Flow.DONE;
    }
}
