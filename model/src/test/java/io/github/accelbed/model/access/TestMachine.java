package io.github.accelbed.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Mprotect;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A machine for tests: integrity is checked after every call. */
public class TestMachine extends Machine {
    /** The kernels that every claim is judged on. */
    public static final List<KernelVersion> KERNELS = Stream.of(
                    "4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0")
            .map(KernelVersion::parse)
            .toList();

    /** A kernel without limits, with a device of that many queues. */
    public TestMachine(AccessBackend backend, KernelVersion version, int queues) {
        this(backend, version, queues, config());
    }

    /** A kernel with limits. */
    public TestMachine(AccessBackend backend, KernelVersion version, int queues, KernelConfig config) {
        super(backend, version, config, queues);
    }

    /** The default configuration, to put limits on. */
    public static KernelConfig config() {
        return KernelConfig.defaults(CostTable.defaults());
    }

    @Override
    protected void ended() {
        check();
    }

    @Override
    protected Errno answered(Errno answer, String what) {
        return answer;
    }

    /** Broken integrity is a bug of the model, whatever the operation answered. */
    public void check() {
        assertThat(problems()).as("integrity").isEmpty();
    }

    /** Runs an operation as far as it goes; answers whether it ended. */
    public boolean tryRun(Actor actor, Operation<?> operation) {
        actor.start(operation);
        boolean ended = actor.run();
        if (ended) {
            check();
        }
        return ended;
    }

    public Task task(String name) {
        return kernel().newTask(name);
    }

    // The process's own memory

    /** mprotect to {@link io.github.accelbed.model.mm.Vma#READ}, WRITE, both or 0. */
    public Errno mprotect(Task task, long start, long pages, int rights) {
        return run(task, new Mprotect(task.cpu(), task.mm(), start, pages, rights))
                .result();
    }

    public Errno madvise(Task task, long start, long pages, Madvise.Advice advice) {
        return run(task, new Madvise(task.cpu(), task.mm(), start, pages, advice))
                .result();
    }

    public Errno mremap(Task task, long start, long pages, long to) {
        return run(task, new Mremap(task.cpu(), task.mm(), start, pages, to)).result();
    }

    /** What a load answers. */
    public Errno tryRead(Task task, long vpn) {
        return run(task, new CpuAccess(task.cpu()).read(task.mm(), vpn)).result();
    }

    /** Ends every process that lives. */
    public void exitAll() {
        for (Task task : List.copyOf(kernel().processes().all())) {
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

    public Errno map(Task task, AccessQueue queue, long start, long pages, boolean write) {
        return tryMap(task, queue, start, pages, write);
    }

    public Errno close(Task task, AccessQueue queue) {
        return close(task, queue, false);
    }

    public Errno closeRaw(Task task, AccessQueue queue) {
        return close(task, queue, true);
    }

    /** map at an address for the device; only where the row has such a step. */
    public Errno mapAt(Task task, AccessQueue queue, long start, long pages, long iova) {
        return run(task, queue.mapAt(task, start, pages, true, iova)).result();
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
        return root(access().isolate(device()));
    }

    public Errno unplug() {
        return root(access().unplug(device()));
    }

    // The device

    /** A device read that must succeed. */
    public long deviceRead(AccessQueue queue, long vpn) {
        must(tryDeviceRead(queue, vpn), "a device read");
        return queue.engine().value();
    }

    public Errno deviceCopy(AccessQueue queue, long from, long to, int pages) {
        queue.engine().descriptor().copy(from, to, pages);
        return run(queue.cpu().actor(), queue.engine()).result();
    }

    /** A job of any kind, which must succeed; the answer is its completion. */
    public long completed(AccessQueue queue, Job job, long from, long to, int pages, long operand) {
        must(deviceJob(queue, job, from, to, pages, operand), "a job");
        return queue.engine().value();
    }

    /** A translation leaves the cache; false where none is cached. */
    public boolean evict(AccessQueue queue, long vpn) {
        return event(queue.engine().evict(vpn));
    }

    /** A translation is fetched ahead; false where that does not happen. */
    public boolean prefetch(AccessQueue queue, long vpn) {
        return event(queue.prefetch(kernel().root(), vpn));
    }

    private boolean event(Optional<Operation<?>> event) {
        event.ifPresent(this::root);
        return event.isPresent();
    }

    // What is held

    /** Everything limited that is in use now. */
    public Holdings holdings() {
        return Holdings.of(kernel(), access(), device());
    }

    /** After all processes ended: no memory, no pins, no PASID, no binding, no queue without an owner. */
    public void checkNothingLeft() {
        check();
        assertThat(kernel().processes().all()).noneMatch(Task::alive);
        assertThat(kernel().mm().memory().used()).as("frames in use").isZero();
        assertThat(kernel().mm().references()).as("page references").isEmpty();
        assertThat(kernel().iommu().bindings()).as("SVA bindings").isEmpty();
        assertThat(kernel().iommu().pasidsInUse()).as("PASIDs in use").isZero();
        for (Task task : kernel().processes().all()) {
            assertThat(task.mm().lockedPages()).as("locked_vm of %s", task).isZero();
            assertThat(task.mm().pinnedPages()).as("pinned_vm of %s", task).isZero();
        }
    }
}
