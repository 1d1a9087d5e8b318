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
import java.util.Objects;
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
            .userSpace()
            .cpu("open", Cost.OPEN_CLOSE, (o, a) -> o.open(a))
            .undo(
                    "close",
                    Cost.INCLUDED,
                    calling(o -> new CloseFile(o.task, o.context().file())))
            .cpu("GET_CONTEXT", Cost.INCLUDED, (o, a) -> o.getContext())
            .cpu("ibv_alloc_pd", Cost.INCLUDED, (o, a) -> o.allocPd())
            .undo("ibv_dealloc_pd", Cost.INCLUDED, (o, a) -> o.deallocPd())
            .cpu("ibv_create_cq", Cost.INCLUDED, (o, a) -> o.createCq())
            .undo("ibv_destroy_cq", Cost.INCLUDED, (o, a) -> o.destroyCq())
            .cpu("ibv_create_qp", Cost.RDMA_QUEUE_SETUP, (o, a) -> o.createQp(a))
            .undo("ibv_destroy_qp", Cost.INCLUDED, calling(o -> new DestroyQp(o.task, o.made())))
            .cpu("ibv_modify_qp(INIT, RTR, RTS)", Cost.INCLUDED, (o, a) -> o.modifyQp())
            .cpu("ibv_reg_mr at open", Cost.INCLUDED, (o, a) -> o.register(a))
            .returned((o, a) -> a.returned().ok() ? o.finish() : o.fail(a.returned()))
            .build();

    private final RdmaAccess access;
    private final Task task;
    private final Device device;
    private final OpenOptions options;
    private @Nullable UverbsContext context;
    private @Nullable QueuePair queue;
    private @Nullable QueuePair ready;
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
        return Objects.requireNonNull(context, "not open");
    }

    private int open(Actor actor) {
        actor.charge(options.with() == null ? 1 : 0);
        Errno refused = options.with() == null ? openContext() : shareContext(options.with());
        if (!refused.ok()) {
            return fail(refused);
        }
        if (options.raw()) {
            ready = make(HwQueue.none(device));
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

    private int getContext() {
        if (options.with() != null) {
            return Flow.PASS;
        }
        return command();
    }

    private int allocPd() {
        if (context().hasProtectionDomain()) {
            return Flow.PASS;
        }
        task.countSyscalls(1);
        int flow = command();
        if (flow == Flow.NEXT) {
            newPd = true;
            context().setProtectionDomain(true);
        }
        return flow;
    }

    private int deallocPd() {
        if (!newPd) {
            return Flow.PASS;
        }
        task.countSyscalls(1);
        context().deallocPd();
        return Flow.NEXT;
    }

    private int createCq() {
        task.countSyscalls(1);
        return command();
    }

    private int destroyCq() {
        task.countSyscalls(1);
        return Flow.NEXT;
    }

    /** A command of the file: EIO when the device is gone, ENOMEM when it finds no memory. */
    private int command() {
        if (context().disassociated()) {
            return fail(Errno.EIO);
        }
        return access.kernel().fails(Allocation.SLAB) ? fail(Errno.ENOMEM) : Flow.NEXT;
    }

    private int createQp(Actor actor) {
        task.countSyscalls(1);
        actor.charge(0);
        int flow = command();
        if (flow != Flow.NEXT) {
            return flow;
        }
        HwQueue hardware = device.allocQueue();
        if (hardware == null) {
            return fail(Errno.ENOMEM);
        }
        actor.charge(1);
        access.forkSupport(task).use();
        queue = make(hardware);
        queue.create();
        return Flow.NEXT;
    }

    private QueuePair made() {
        return Objects.requireNonNull(queue, "no queue pair");
    }

    private int modifyQp() {
        task.countSyscalls(3);
        if (context().disassociated()) {
            return fail(Errno.EIO);
        }
        made().connect();
        return Flow.NEXT;
    }

    private int register(Actor actor) {
        RegisterImplicitRegion registration = access.registerAtOpen(task, context());
        if (registration == null) {
            finish();
            return Flow.PASS;
        }
        actor.call(registration);
        return Flow.NEXT;
    }

    private int finish() {
        made().setWhole(context().implicitRegion(task.mm(), true));
        ready = queue;
        return Flow.DONE;
    }

    private QueuePair make(HwQueue hardware) {
        Cpu cpu = access.kernel().newCpu(options.name());
        return new QueuePair(
                access.kernel(), options.name(), context(), hardware, cpu, new KeyTranslator(context(), cpu));
    }
}
