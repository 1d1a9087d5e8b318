package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.Objects;

/**
 * A booted kernel with one row of the comparison and one device, driven one call at a time: each runs its operation to the end on the
 * actor that it belongs to. mmap, write, map and close must succeed unless a subclass lets their answers pass. What must succeed and does
 * not, or waits for somebody, is a bug of whoever drives the machine, and throws an IllegalStateException.
 */
public class Machine {
    private final AccessBackend backend;
    private final Kernel kernel;
    private final Access access;
    private final Device device;

    /**
     * Boots one.
     *
     * @param backend the row
     * @param version the kernel
     * @param config sizes, limits and prices
     * @param queues hardware queues of the device, 1 to 65536
     */
    public Machine(AccessBackend backend, KernelVersion version, KernelConfig config, int queues) {
        kernel = new Kernel(version, config);
        this.backend = backend;
        access = backend.on(kernel);
        device = kernel.addDevice("accel", queues);
    }

    /**
     * One of several devices of a machine.
     *
     * @param backend the row that hands it out
     * @param kernel the machine
     * @param access that row's state on it
     * @param device the device
     */
    public Machine(AccessBackend backend, Kernel kernel, Access access, Device device) {
        this.kernel = kernel;
        this.backend = backend;
        this.access = access;
        this.device = device;
    }

    /**
     * The row.
     *
     * @return its driver and library
     */
    public final Access access() {
        return access;
    }

    /**
     * The device.
     *
     * @return the only one
     */
    public final Device device() {
        return device;
    }

    /**
     * Whether the row is so on this kernel.
     *
     * @param trait what
     * @return whether it says so
     */
    public final boolean is(RowTrait trait) {
        return backend.traits(kernel.version()).contains(trait);
    }

    /**
     * The kernel.
     *
     * @return it
     */
    public final Kernel kernel() {
        return kernel;
    }

    /**
     * Runs an operation to its end.
     *
     * @param actor who
     * @param operation what
     * @param <O> its type
     * @return the operation
     */
    public final <O extends Operation<?>> O run(Actor actor, O operation) {
        actor.start(operation);
        if (!actor.run()) {
            throw new IllegalStateException(
                    operation.program().name() + " of " + actor.name() + " is blocked, and nothing unblocks it");
        }
        ended();
        return operation;
    }

    /**
     * Runs a call of a process.
     *
     * @param task who
     * @param operation what
     * @param <O> its type
     * @return the operation
     */
    public final <O extends Operation<?>> O run(Task task, O operation) {
        return run(task.cpu().actor(), operation);
    }

    /**
     * Runs an administrator's command, or what happens by itself.
     *
     * @param operation what
     * @return its answer
     */
    public final Errno root(Operation<?> operation) {
        return run(kernel.root().actor(), operation).result();
    }

    /**
     * Holds an answer to be OK.
     *
     * @param answer of a call
     * @param what the call was
     * @return OK
     */
    public final Errno must(Errno answer, String what) {
        if (!answer.ok()) {
            throw new IllegalStateException(what + " answered " + answer + ", " + this);
        }
        return answer;
    }

    /**
     * What the books say.
     *
     * @return what does not agree, empty if all does
     */
    public final List<String> problems() {
        return Integrity.check(kernel, List.of(access)).problems();
    }

    /**
     * mmap of private anonymous memory, readable and writable.
     *
     * @param task who
     * @param start first page
     * @param pages how many, at least 1
     * @return its answer
     */
    public final Errno mmap(Task task, long start, long pages) {
        return mmap(task, start, pages, Vma.READ | Vma.WRITE);
    }

    /**
     * mmap of private anonymous memory.
     *
     * @param task who
     * @param start first page
     * @param pages how many, at least 1
     * @param flags of {@link Vma}
     * @return its answer
     */
    public final Errno mmap(Task task, long start, long pages, int flags) {
        Mmap mmap = run(task, new Mmap(task.cpu(), task.mm(), start, pages, flags, null, null));
        return answered(mmap.result(), "mmap");
    }

    /**
     * munmap.
     *
     * @param task who
     * @param start first page
     * @param pages how many, at least 1
     * @return its answer
     */
    public final Errno munmap(Task task, long start, long pages) {
        return run(task, new Munmap(task.cpu(), task.mm(), start, pages)).result();
    }

    /**
     * A store.
     *
     * @param task who
     * @param vpn the page
     * @param value what
     * @return OK or the signal
     */
    public final Errno write(Task task, long vpn, long value) {
        CpuAccess store = run(task, new CpuAccess(task.cpu()).write(task.mm(), vpn, value));
        return answered(store.result(), "a CPU write");
    }

    /**
     * A load that must be allowed.
     *
     * @param task who
     * @param vpn the page
     * @return what it reads
     */
    public final long read(Task task, long vpn) {
        CpuAccess load = run(task, new CpuAccess(task.cpu()).read(task.mm(), vpn));
        must(load.result(), "a CPU read");
        return load.value();
    }

    /**
     * A fork that must succeed.
     *
     * @param parent who
     * @param name the child's name
     * @return the child
     */
    public final Task fork(Task parent, String name) {
        Fork fork = run(parent, new Fork(kernel.processes(), parent, name));
        must(fork.result(), "fork");
        Task child = fork.child();
        return Objects.requireNonNull(child, "fork has no child");
    }

    /**
     * execve.
     *
     * @param task who
     */
    public final void exec(Task task) {
        run(task, new Exec(kernel.processes(), task));
    }

    /**
     * exit.
     *
     * @param task who
     */
    public final void exit(Task task) {
        run(task, new Exit(kernel.processes(), task));
    }

    /**
     * SIGKILL: what the process does in the kernel goes on to its end first.
     *
     * @param task who
     */
    public final void kill(Task task) {
        Actor actor = task.cpu().actor();
        actor.kill();
        if (!actor.run()) {
            throw new IllegalStateException(task.name() + " waits uninterruptibly and cannot be killed");
        }
        exit(task);
    }

    /** An operation has ended. */
    protected void ended() {}

    /**
     * What becomes of a call's answer.
     *
     * @param answer of a call
     * @param what the call was
     * @return the answer, if the machine lets it pass
     */
    protected Errno answered(Errno answer, String what) {
        return must(answer, what);
    }

    @Override
    public final String toString() {
        return backend.id() + " on " + kernel.version();
    }

    /**
     * Opens a queue.
     *
     * @param task who
     * @param options how
     * @return the finished operation
     */
    public final OpenOperation<?> tryOpen(Task task, OpenOptions options) {
        return run(task, access.open(task, device, options));
    }

    /**
     * Opens a queue; it must succeed.
     *
     * @param task who
     * @param options how
     * @return the queue
     */
    public final AccessQueue open(Task task, OpenOptions options) {
        OpenOperation<?> open = tryOpen(task, options);
        must(open.result(), "open");
        AccessQueue queue = open.queue();
        return Objects.requireNonNull(queue, "open gave no queue");
    }

    /**
     * Makes a range accessible to the device for reading and writing.
     *
     * @param task whose memory
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @return the answer; OK without a call where the row has no such step
     */
    public final Errno map(Task task, AccessQueue queue, long start, long pages) {
        return answered(tryMap(task, queue, start, pages, true), "map");
    }

    /**
     * Makes a range accessible to the device, whatever that answers.
     *
     * @param task whose memory
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @return the answer; OK without a call where the row has no such step
     */
    public final Errno tryMap(Task task, AccessQueue queue, long start, long pages, boolean write) {
        return access.whyNot(AccessStep.MAP) == null
                ? run(task, queue.map(task, start, pages, write)).result()
                : Errno.OK;
    }

    /**
     * Takes a range away from the device.
     *
     * @param task who calls
     * @param queue of which queue
     * @param start first page
     * @param pages how many, at least 1
     * @return the answer; OK without a call where the row has no such step
     */
    public final Errno unmap(Task task, AccessQueue queue, long start, long pages) {
        return access.whyNot(AccessStep.UNMAP) == null
                ? run(task, queue.unmap(task, start, pages)).result()
                : Errno.OK;
    }

    /**
     * Closes a queue.
     *
     * @param task whose descriptors
     * @param queue which
     * @param raw true for close(2) of its own descriptor only
     * @return the answer
     */
    public final Errno close(Task task, AccessQueue queue, boolean raw) {
        return answered(run(task, queue.close(task, raw)).result(), "close");
    }

    /**
     * A job of a queue that reads one page; the value is then at its engine.
     *
     * @param queue which
     * @param vpn the page
     * @return OK or how the device failed
     */
    public final Errno tryDeviceRead(AccessQueue queue, long vpn) {
        queue.engine().descriptor().read(vpn);
        return job(queue);
    }

    /**
     * A job of a queue that writes one page.
     *
     * @param queue which
     * @param vpn the page
     * @param value what
     * @return OK or how the device failed
     */
    public final Errno deviceWrite(AccessQueue queue, long vpn, long value) {
        queue.engine().descriptor().write(vpn, value);
        return job(queue);
    }

    /**
     * A job of any kind; its completion is then at the queue's engine.
     *
     * @param queue which
     * @param job what
     * @param from first source page
     * @param to first target page
     * @param pages how many, at least 1
     * @param operand the stream or key
     * @return OK or how the device failed
     */
    public final Errno deviceJob(AccessQueue queue, Job job, long from, long to, int pages, long operand) {
        queue.engine().descriptor().job(job, from, to, pages, operand);
        return job(queue);
    }

    private Errno job(AccessQueue queue) {
        return run(queue.cpu().actor(), queue.engine()).result();
    }
}
