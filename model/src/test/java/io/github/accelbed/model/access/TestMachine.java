package io.github.accelbed.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Mprotect;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A booted kernel with one row and one device, driven as a scenario does: each call runs one operation to its end on the actor it
 * belongs to, and integrity is checked after every one.
 */
public final class TestMachine {
    /** The kernels that every claim is judged on. */
    public static final List<KernelVersion> KERNELS = Stream.of(
                    "4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0")
            .map(KernelVersion::parse)
            .toList();

    private final AccessBackend backend;
    private final Kernel kernel;
    private final Access access;
    private final Device device;

    /** A kernel without limits, with a device of that many queues. */
    public TestMachine(AccessBackend backend, KernelVersion version, int queues) {
        this(backend, version, queues, config());
    }

    /** A kernel with limits. */
    public TestMachine(AccessBackend backend, KernelVersion version, int queues, KernelConfig config) {
        this.backend = backend;
        kernel = new Kernel(version, config);
        access = backend.on(kernel);
        device = kernel.addDevice("accel", queues);
    }

    /** The default configuration, to put limits on. */
    public static KernelConfig config() {
        return KernelConfig.defaults(CostTable.defaults());
    }

    /** Whether the row is so on this kernel. */
    public boolean is(RowTrait trait) {
        return backend.traits(kernel.version()).contains(trait);
    }

    public Kernel kernel() {
        return kernel;
    }

    public Access access() {
        return access;
    }

    public Device device() {
        return device;
    }

    public Task task(String name) {
        return kernel.newTask(name);
    }

    // Running

    /** Runs an operation to its end, which it must reach, and checks integrity. */
    public <O extends Operation<?>> O run(Actor actor, O operation) {
        assertThat(tryRun(actor, operation))
                .as("%s ends", operation.program().name())
                .isTrue();
        return operation;
    }

    /** Runs an operation as far as it goes; checks integrity if it ended, and answers whether it did. */
    public boolean tryRun(Actor actor, Operation<?> operation) {
        actor.start(operation);
        boolean ended = actor.run();
        if (ended) {
            check();
        }
        return ended;
    }

    private <O extends Operation<?>> O run(Task task, O operation) {
        return run(task.cpu().actor(), operation);
    }

    /** Broken integrity is a bug of the model, whatever the operation answered. */
    public void check() {
        assertThat(Integrity.check(kernel, List.of(access)).problems())
                .as("integrity")
                .isEmpty();
    }

    // The process's own memory

    /** Private anonymous memory, readable and writable. */
    public Errno mmap(Task task, long start, long pages) {
        return mmap(task, start, pages, Vma.READ | Vma.WRITE);
    }

    /** Private anonymous memory. */
    public Errno mmap(Task task, long start, long pages, int flags) {
        return run(task, new Mmap(task.cpu(), task.mm(), start, pages, flags, null, null))
                .result();
    }

    public Errno munmap(Task task, long start, long pages) {
        return run(task, new Munmap(task.cpu(), task.mm(), start, pages)).result();
    }

    /** mprotect to {@link Vma#READ}, {@link Vma#WRITE}, both or 0. */
    public Errno mprotect(Task task, long start, long pages, int rights) {
        return run(task, new Mprotect(task.cpu(), task.mm(), start, pages, rights))
                .result();
    }

    public Errno madvise(Task task, long start, long pages, Madvise.Advice advice) {
        return run(task, new Madvise(task.cpu(), task.mm(), start, pages, advice))
                .result();
    }

    public Errno write(Task task, long vpn, long value) {
        return run(task, new CpuAccess(task.cpu()).write(task.mm(), vpn, value)).result();
    }

    /** A load that must be allowed. */
    public long read(Task task, long vpn) {
        CpuAccess load = run(task, new CpuAccess(task.cpu()).read(task.mm(), vpn));
        assertThat(load.result()).as("CPU read").isEqualTo(Errno.OK);
        return load.value();
    }

    /** What a load answers. */
    public Errno tryRead(Task task, long vpn) {
        return run(task, new CpuAccess(task.cpu()).read(task.mm(), vpn)).result();
    }

    // Processes

    /** A fork that must succeed. */
    public Task fork(Task parent, String name) {
        Fork fork = run(parent, new Fork(kernel.processes(), parent, name));
        assertThat(fork.result()).as("fork").isEqualTo(Errno.OK);
        return fork.child();
    }

    public void exec(Task task) {
        run(task, new Exec(kernel.processes(), task));
    }

    public void exit(Task task) {
        run(task, new Exit(kernel.processes(), task));
    }

    /** SIGKILL: what the process does in the kernel goes on to its end first. */
    public void kill(Task task) {
        task.cpu().actor().kill();
        assertThat(task.cpu().actor().run())
                .as("the killed call of %s ends", task.name())
                .isTrue();
        exit(task);
    }

    /** Ends every process that lives. */
    public void exitAll() {
        for (Task task : List.copyOf(kernel.processes().all())) {
            if (task.alive()) {
                exit(task);
            }
        }
    }

    // The row

    /** An opening that must succeed. */
    public AccessQueue open(Task task, String name) {
        return open(task, OpenOptions.named(name));
    }

    /** An opening that must succeed. */
    public AccessQueue open(Task task, OpenOptions options) {
        OpenOperation<?> open = tryOpen(task, options);
        assertThat(open.result()).as("open %s", options.name()).isEqualTo(Errno.OK);
        AccessQueue queue = open.queue();
        assertThat(queue).as("queue %s", options.name()).isNotNull();
        return queue;
    }

    /** An opening, whatever it answers. */
    public OpenOperation<?> tryOpen(Task task, OpenOptions options) {
        return run(task, access.open(task, device, options));
    }

    public Errno close(Task task, AccessQueue queue) {
        return run(task, queue.close(task, false)).result();
    }

    public Errno closeRaw(Task task, AccessQueue queue) {
        return run(task, queue.close(task, true)).result();
    }

    /** map, rw; OK without a call where the row has no such step. */
    public Errno map(Task task, AccessQueue queue, long start, long pages) {
        return map(task, queue, start, pages, true);
    }

    /** map; OK without a call where the row has no such step. */
    public Errno map(Task task, AccessQueue queue, long start, long pages, boolean write) {
        return access.whyNot(AccessStep.MAP) == null
                ? run(task, queue.map(task, start, pages, write)).result()
                : Errno.OK;
    }

    /** map at an address for the device; only where the row has such a step. */
    public Errno mapAt(Task task, AccessQueue queue, long start, long pages, long iova) {
        return run(task, queue.mapAt(task, start, pages, true, iova)).result();
    }

    /** unmap; OK without a call where the row has no such step. */
    public Errno unmap(Task task, AccessQueue queue, long start, long pages) {
        return access.whyNot(AccessStep.UNMAP) == null
                ? run(task, queue.unmap(task, start, pages)).result()
                : Errno.OK;
    }

    public Errno startQueue(Task task, AccessQueue queue) {
        return run(task, queue.start(task)).result();
    }

    public Errno putQueue(Task task, AccessQueue queue) {
        return run(task, queue.put(task)).result();
    }

    public Errno region(Task task, AccessQueue queue, RegionKind region) {
        return run(task, queue.mapRegion(task, region)).result();
    }

    public Errno unregion(Task task, AccessQueue queue, RegionKind region) {
        return run(task, queue.unmapRegion(task, region)).result();
    }

    public Errno isolate() {
        return run(kernel.root().actor(), access.isolate(device)).result();
    }

    public Errno unplug() {
        return run(kernel.root().actor(), access.unplug(device)).result();
    }

    // The device

    /** A device read that must succeed. */
    public long deviceRead(AccessQueue queue, long vpn) {
        assertThat(tryDeviceRead(queue, vpn)).as("device read").isEqualTo(Errno.OK);
        return queue.engine().value();
    }

    /** What a device read answers. */
    public Errno tryDeviceRead(AccessQueue queue, long vpn) {
        queue.engine().descriptor().read(vpn);
        return job(queue);
    }

    public Errno deviceWrite(AccessQueue queue, long vpn, long value) {
        queue.engine().descriptor().write(vpn, value);
        return job(queue);
    }

    public Errno deviceCopy(AccessQueue queue, long from, long to, int pages) {
        queue.engine().descriptor().copy(from, to, pages);
        return job(queue);
    }

    /** A job of any kind, which must succeed; the answer is its completion. */
    public long deviceJob(AccessQueue queue, Job job, long from, long to, int pages, long operand) {
        queue.engine().descriptor().job(job, from, to, pages, operand);
        assertThat(job(queue)).as("job %s", job).isEqualTo(Errno.OK);
        return queue.engine().value();
    }

    /** A translation leaves the cache; false where none is cached. */
    public boolean evict(AccessQueue queue, long vpn) {
        return event(queue.engine().evict(vpn));
    }

    /** A translation is fetched ahead; false where that does not happen. */
    public boolean prefetch(AccessQueue queue, long vpn) {
        return event(queue.prefetch(kernel.root(), vpn));
    }

    private boolean event(Optional<Operation<?>> event) {
        event.ifPresent(operation -> run(kernel.root().actor(), operation));
        return event.isPresent();
    }

    private Errno job(AccessQueue queue) {
        return run(queue.cpu().actor(), queue.engine()).result();
    }

    // What is held

    /** Everything limited that is in use now. */
    public Holdings holdings() {
        return Holdings.of(kernel, access, device);
    }

    /** After all processes ended: no memory, no pins, no PASID, no binding, no queue without an owner. */
    public void checkNothingLeft() {
        check();
        assertThat(kernel.processes().all()).noneMatch(Task::alive);
        assertThat(kernel.mm().memory().used()).as("frames in use").isZero();
        assertThat(kernel.mm().references()).as("page references").isEmpty();
        assertThat(kernel.iommu().bindings()).as("SVA bindings").isEmpty();
        assertThat(kernel.iommu().pasidsInUse()).as("PASIDs in use").isZero();
        for (Task task : kernel.processes().all()) {
            assertThat(task.mm().lockedPages()).as("locked_vm of %s", task).isZero();
            assertThat(task.mm().pinnedPages()).as("pinned_vm of %s", task).isZero();
        }
    }
}
