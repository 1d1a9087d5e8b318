package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.model.cost.CostTable;
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
import io.github.accelbed.scenario.run.IntegrityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A booted kernel with one row of the comparison and one device, driven one operation at a time. A call that must succeed and does
 * not is a bug of the experiment and throws.
 */
public final class Testbed {
    /** The first page of the buffer that experiments map. */
    public static final long BUFFER = 0x7f000_0000L;

    private static final double PS_PER_NS = 1000;

    private final AccessBackend backend;
    private final Kernel kernel;
    private final Access row;
    private final Device device;
    private final CostLedger ledger;

    /**
     * A machine without limits.
     *
     * @param backend the row
     * @param version the kernel
     * @param costs the prices
     * @param queues hardware queues of the device, 1 to 65536
     */
    public Testbed(AccessBackend backend, KernelVersion version, CostTable costs, int queues) {
        this(backend, version, KernelConfig.defaults(costs), queues);
    }

    /**
     * A machine of other sizes or limits.
     *
     * @param backend the row
     * @param version the kernel
     * @param config sizes, limits and prices
     * @param queues hardware queues of the device, 1 to 65536
     */
    public Testbed(AccessBackend backend, KernelVersion version, KernelConfig config, int queues) {
        this.backend = backend;
        kernel = new Kernel(version, config);
        device = kernel.addDevice("accel", queues);
        row = backend.on(kernel);
        ledger = new CostLedger(config.costs());
    }

    /**
     * Why an experiment that needs a queue and a way to map leaves the row out.
     *
     * @return the row's own reason why a queue cannot be opened on this kernel, or null if it can
     */
    public @Nullable String whyLeftOut() {
        return row.whyNot(AccessStep.OPEN);
    }

    /**
     * Whether the row is so on this kernel.
     *
     * @param trait what
     * @return whether it says so
     */
    public boolean is(RowTrait trait) {
        return backend.traits(kernel.version()).contains(trait);
    }

    /**
     * One of several devices of a machine.
     *
     * @param backend the row that hands it out
     * @param kernel the machine
     * @param row that row's state on it
     * @param device the device
     */
    Testbed(AccessBackend backend, Kernel kernel, Access row, Device device) {
        this.backend = backend;
        this.kernel = kernel;
        this.row = row;
        this.device = device;
        ledger = new CostLedger(kernel.config().costs());
    }

    /**
     * The kernel.
     *
     * @return it
     */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The row.
     *
     * @return its driver and library
     */
    public Access row() {
        return row;
    }

    /**
     * The device.
     *
     * @return the only one
     */
    public Device device() {
        return device;
    }

    /**
     * Simulated time.
     *
     * @return picoseconds since boot
     */
    public long nowPs() {
        return kernel.machine().clock().nowPs();
    }

    /**
     * Simulated time since an earlier moment.
     *
     * @param ps an earlier {@link #nowPs}
     * @return nanoseconds, three decimals exact
     */
    public double nsSince(long ps) {
        return (nowPs() - ps) / PS_PER_NS;
    }

    /**
     * Begins to note what the time is spent on.
     *
     * @return the ledger of this machine
     */
    public CostLedger meter() {
        kernel.machine().listen(ledger);
        return ledger;
    }

    /**
     * Runs an operation to its end.
     *
     * @param actor who
     * @param operation what
     * @param <O> its type
     * @return the operation
     * @throws IllegalStateException if it blocks
     */
    public <O extends Operation<?>> O run(Actor actor, O operation) {
        actor.start(operation);
        if (!actor.run()) {
            throw new IllegalStateException(operation.program().name() + " is blocked, and nothing unblocks it");
        }
        return operation;
    }

    private <O extends Operation<?>> O run(Task task, O operation) {
        return run(task.cpu().actor(), operation);
    }

    private void must(Errno answer, String what) {
        if (!answer.ok()) {
            throw new IllegalStateException(
                    what + " answered " + answer + ", " + backend.id() + " on " + kernel.version());
        }
    }

    /**
     * Recounts what the model holds.
     *
     * @param where what was being run, for the message
     * @throws IntegrityException if the books do not agree
     */
    public void checkIntegrity(String where) {
        List<String> problems = Integrity.check(kernel, List.of(row)).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(where + ", " + backend.id() + " on " + kernel.version(), problems);
        }
    }

    /**
     * mmap of private anonymous memory.
     *
     * @param task whose
     * @param start first page
     * @param pages how many, at least 1
     */
    public void mmap(Task task, long start, long pages) {
        mmap(task, start, pages, true);
    }

    /**
     * mmap of private anonymous memory with the rights that are asked for.
     *
     * @param task whose
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the process may write
     */
    public void mmap(Task task, long start, long pages, boolean write) {
        task.countSyscalls(1);
        int rights = write ? Vma.READ | Vma.WRITE : Vma.READ;
        Mmap mmap = new Mmap(task.cpu(), task.mm(), start, pages, rights, null, null);
        must(run(task, mmap).result(), "mmap");
    }

    /**
     * munmap.
     *
     * @param task whose
     * @param start first page
     * @param pages how many, at least 1
     * @return its answer, which a driver that keeps the area may decide
     */
    public Errno munmap(Task task, long start, long pages) {
        task.countSyscalls(1);
        return run(task, new Munmap(task.cpu(), task.mm(), start, pages)).result();
    }

    /**
     * A store.
     *
     * @param task who
     * @param vpn the page
     * @param value what
     */
    public void write(Task task, long vpn, long value) {
        must(run(task, new CpuAccess(task.cpu()).write(task.mm(), vpn, value)).result(), "a CPU write");
    }

    /**
     * A load.
     *
     * @param task who
     * @param vpn the page
     * @return what it reads
     */
    public long read(Task task, long vpn) {
        CpuAccess load = run(task, new CpuAccess(task.cpu()).read(task.mm(), vpn));
        must(load.result(), "a CPU read");
        return load.value();
    }

    /**
     * fork.
     *
     * @param parent who
     * @param name the child's name
     * @return the child
     */
    public Task fork(Task parent, String name) {
        Fork fork = run(parent, new Fork(kernel.processes(), parent, name));
        must(fork.result(), "fork");
        Task child = fork.child();
        if (child == null) {
            throw new IllegalStateException("fork has no child");
        }
        return child;
    }

    /**
     * execve.
     *
     * @param task who
     */
    public void exec(Task task) {
        run(task, new Exec(kernel.processes(), task));
    }

    /**
     * exit.
     *
     * @param task who
     */
    public void exit(Task task) {
        run(task, new Exit(kernel.processes(), task));
    }

    /**
     * SIGKILL: what the process does in the kernel goes on to its end first.
     *
     * @param task who
     */
    public void kill(Task task) {
        Actor actor = task.cpu().actor();
        actor.kill();
        if (!actor.run()) {
            throw new IllegalStateException(task.name() + " waits uninterruptibly and cannot be killed");
        }
        exit(task);
    }

    /**
     * Tries to open a queue.
     *
     * @param task who
     * @param options how
     * @return the finished operation
     */
    public OpenOperation<?> tryOpen(Task task, OpenOptions options) {
        return run(task, row.open(task, device, options));
    }

    /**
     * Opens a queue.
     *
     * @param task who
     * @param options how
     * @return the queue
     */
    public AccessQueue open(Task task, OpenOptions options) {
        OpenOperation<?> open = tryOpen(task, options);
        must(open.result(), "open");
        AccessQueue queue = open.queue();
        if (queue == null) {
            throw new IllegalStateException("open gave no queue");
        }
        return queue;
    }

    /**
     * Makes a range accessible to the device for reading and writing, where the row has such a step.
     *
     * @param task whose memory
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     */
    public void map(Task task, AccessQueue queue, long start, long pages) {
        must(tryMap(task, queue, start, pages), "map");
    }

    /**
     * Tries to make a range accessible to the device for reading and writing.
     *
     * @param task whose memory
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @return the answer; OK where the row has no such step
     */
    public Errno tryMap(Task task, AccessQueue queue, long start, long pages) {
        return tryMap(task, queue, start, pages, true);
    }

    /**
     * Tries to make a range accessible to the device, where the row has such a step.
     *
     * @param task whose memory
     * @param queue for which queue
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @return the answer; OK where the row has no such step
     */
    public Errno tryMap(Task task, AccessQueue queue, long start, long pages, boolean write) {
        return row.whyNot(AccessStep.MAP) == null
                ? run(task, queue.map(task, start, pages, write)).result()
                : Errno.OK;
    }

    /**
     * Takes a range away from the device, where the row has such a step.
     *
     * @param task who calls
     * @param queue of which queue
     * @param start first page
     * @param pages how many, at least 1
     * @return the answer; OK where there is no such step
     */
    public Errno tryUnmap(Task task, AccessQueue queue, long start, long pages) {
        return row.whyNot(AccessStep.UNMAP) == null
                ? run(task, queue.unmap(task, start, pages)).result()
                : Errno.OK;
    }

    /**
     * Closes a queue.
     *
     * @param task whose descriptors
     * @param queue which
     * @param raw true for close(2) of its own descriptor only
     */
    public void close(Task task, AccessQueue queue, boolean raw) {
        must(run(task, queue.close(task, raw)).result(), "close");
    }

    /**
     * Runs an administrator's command.
     *
     * @param operation what
     * @return its answer
     */
    public Errno administer(AccessOperation<?> operation) {
        return run(kernel.newCpu("root").actor(), operation).result();
    }

    /**
     * A job of a queue that reads one page; the value is then at its engine.
     *
     * @param queue which
     * @param vpn the page
     * @return OK or how the device failed
     */
    public Errno deviceRead(AccessQueue queue, long vpn) {
        queue.engine().descriptor().read(vpn);
        return run(queue.cpu().actor(), queue.engine()).result();
    }

    /**
     * A job of a queue that writes one page.
     *
     * @param queue which
     * @param vpn the page
     * @param value what
     * @return OK or how the device failed
     */
    public Errno deviceWrite(AccessQueue queue, long vpn, long value) {
        queue.engine().descriptor().write(vpn, value);
        return run(queue.cpu().actor(), queue.engine()).result();
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
    public Errno deviceJob(AccessQueue queue, Job job, long from, long to, int pages, long operand) {
        queue.engine().descriptor().job(job, from, to, pages, operand);
        return run(queue.cpu().actor(), queue.engine()).result();
    }
}
