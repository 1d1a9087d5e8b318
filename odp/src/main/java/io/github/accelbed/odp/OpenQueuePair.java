package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * What a verbs program does before its first work request: open(2) of the uverbs device, {@code ibv_alloc_pd}, {@code ibv_create_cq},
 * {@code ibv_create_qp} and three {@code ibv_modify_qp} up to RTS.
 *
 * <p>A queue that shares another one's context gets a descriptor of its own of it (dup(2), as {@code ibv_import_device} asks for), so
 * that each queue can be closed for itself. Without a free queue pair, create_qp answers ENOMEM (mlx5 turns the firmware's LIM_ERR into
 * it; UNVERIFIED).
 */
final class OpenQueuePair extends OpenOperation<OpenQueuePair> {
    private static final Program<OpenQueuePair> STEPS = Program.<OpenQueuePair>of("ibv_open_device")
            .cpu("open, GET_CONTEXT", Cost.OPEN_CLOSE, (o, a) -> o.open(a))
            .cpu("ibv_alloc_pd, ibv_create_cq", Cost.INCLUDED, (o, a) -> o.allocPd(a))
            .cpu("ibv_create_qp", Cost.RDMA_QUEUE_SETUP, (o, a) -> o.createQp(a))
            .cpu("ibv_modify_qp(INIT, RTR, RTS)", Cost.INCLUDED, (o, a) -> o.modifyQp(a))
            .cpu("ibv_reg_mr at open", Cost.INCLUDED, (o, a) -> o.register(a))
            .cpu("return the queue", Cost.INCLUDED, (o, a) -> o.finish(a))
            .build();

    private final RdmaAccess access;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable UverbsContext context;
    private @Nullable QueuePair queue;
    private @Nullable QueuePair ready;
    private @Nullable RegisterImplicitRegion registration;
    private boolean newPd;

    OpenQueuePair(RdmaAccess access, Task task, Device device, OpenOptions options) {
        super(STEPS);
        this.access = access;
        this.task = task;
        this.device = device;
        this.options = options;
    }

    @Override
    public @Nullable AccessQueue queue() {
        return ready;
    }

    private UverbsContext context() {
        if (context == null) {
            throw new IllegalStateException("not open");
        }
        return context;
    }

    private int open(Actor actor) {
        Errno refused = options.with() == null ? openContext() : shareContext(options.with());
        if (!refused.ok()) {
            answer(refused);
            return Flow.DONE;
        }
        if (options.raw()) {
            ready = make(HwQueue.none(device));
            return Flow.DONE;
        }
        actor.charge(options.with() == null ? 1 : 0);
        if (options.with() == null && access.kernel().fails(Allocation.SLAB)) {
            // GET_CONTEXT found no memory for the ucontext.
            answer(Errno.ENOMEM);
            actor.call(new CloseFile(task, context().file()));
            return Flow.DONE;
        }
        return Flow.NEXT;
    }

    private Errno openContext() {
        task.countSyscalls(1);
        if (device.removed()) {
            return Errno.ENODEV;
        }
        Errno prepared = task.prepareOpen();
        if (!prepared.ok() || access.kernel().fails(Allocation.SLAB)) {
            // After the file, ib_uverbs_file
            return prepared.ok() ? Errno.ENOMEM : prepared;
        }
        context = access.newContext(device, task);
        task.files().install(context().file(), !options.inherit());
        return Errno.OK;
    }

    private Errno shareContext(AccessQueue with) {
        if (!(with instanceof QueuePair other) || other.context().access() != access || with.device() != device) {
            return Errno.EINVAL;
        }
        task.countSyscalls(1);
        if (!task.files().holds(other.file())) {
            return Errno.EBADF;
        }
        if (other.context().disassociated()) {
            return Errno.EIO;
        }
        context = other.context();
        other.file().get();
        task.files().install(other.file(), !options.inherit());
        return Errno.OK;
    }

    private int allocPd(Actor actor) {
        boolean fresh = !context().hasProtectionDomain();
        task.countSyscalls(1);
        if (fresh && access.kernel().fails(Allocation.SLAB)) {
            return noMemory(actor);
        }
        newPd = fresh;
        context().setProtectionDomain(true);
        task.countSyscalls(newPd ? 1 : 0);
        return access.kernel().fails(Allocation.SLAB) ? noMemory(actor) : Flow.NEXT;
    }

    private int noMemory(Actor actor) {
        answer(Errno.ENOMEM);
        undo(actor);
        return Flow.DONE;
    }

    private int createQp(Actor actor) {
        task.countSyscalls(1);
        boolean refused = context().disassociated() || access.kernel().fails(Allocation.SLAB);
        HwQueue hardware = refused ? null : device.allocQueue();
        if (hardware == null) {
            answer(context().disassociated() ? Errno.EIO : Errno.ENOMEM);
            actor.charge(0);
            undo(actor);
            return Flow.DONE;
        }
        access.forkSupport(task).use();
        queue = make(hardware);
        queue.create();
        return Flow.NEXT;
    }

    /** {@code ibv_destroy_cq}, {@code ibv_dealloc_pd} and close(2). */
    private void undo(Actor actor) {
        task.countSyscalls(newPd ? 2 : 1);
        if (newPd) {
            context().setProtectionDomain(false);
        }
        actor.call(new CloseFile(task, context().file()));
    }

    private int modifyQp(Actor actor) {
        task.countSyscalls(3);
        if (queue == null || !queue.live()) {
            // The device went away in between, and the queue pair with it.
            answer(Errno.EIO);
            undo(actor);
            return Flow.DONE;
        }
        queue.connect();
        return Flow.NEXT;
    }

    private int register(Actor actor) {
        registration = access.registerAtOpen(task, context());
        if (registration != null) {
            actor.call(registration);
        }
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        if (queue == null) {
            throw new IllegalStateException("no queue pair");
        }
        Errno refused = registration == null ? Errno.OK : registration.result();
        if (!refused.ok() || !queue.live()) {
            answer(refused.ok() ? Errno.EIO : refused);
            undo(actor);
            actor.call(queue.destroy());
            return Flow.DONE;
        }
        queue.setWhole(context().implicitRegion(task.mm(), true));
        ready = queue;
        return Flow.DONE;
    }

    private QueuePair make(HwQueue hardware) {
        Cpu cpu = access.kernel().newCpu(options.name());
        return new QueuePair(
                access.kernel(), options.name(), context(), hardware, cpu, new KeyTranslator(context(), cpu));
    }
}
