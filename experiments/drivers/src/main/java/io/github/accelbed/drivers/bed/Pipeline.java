package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.scenario.run.IntegrityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Several devices that work on one buffer of one process, one after the other, handing a pointer along: data comes from a NIC, an RSA
 * engine decrypts it, the CPU touches every page, an AI engine reduces it (thread 004). What must come out is computed beside it without
 * any memory, so that a device which worked on another page than the process's is found out.
 *
 * <p>Stages work in order; the CPU's turn is before the last one, if there are two. A NIC, an RSA and an AI engine use the data where it lies; a compressor and
 * a copier put their result behind it, where the next stage goes on.
 */
public final class Pipeline {
    private static final long STREAM = 1811;
    private static final long KEY = 1911;

    private final Kernel kernel;
    private final Map<String, Access> rows = new LinkedHashMap<>();
    private final List<PipelineStage> stages;
    private final List<Testbed> beds = new ArrayList<>();
    private final List<AccessQueue> queues = new ArrayList<>();
    private final Task task;
    private final int pages;
    private PipelineData expected;
    private long at = Testbed.BUFFER;
    private long answer;
    private final CostLedger ledger;
    private final PipelineSetUp setUp;

    /**
     * A machine with a device for each stage.
     *
     * @param version the kernel
     * @param costs the prices
     * @param stages the devices in order, at least one; all of one row if they share
     * @param pages how much data, at least 1 page
     * @param together whether all queues share the first one's container or IOAS, for which the buffer is then mapped once; only for
     *     rows that offer it
     */
    public Pipeline(KernelVersion version, CostTable costs, List<PipelineStage> stages, int pages, boolean together) {
        if (stages.isEmpty() || pages < 1) {
            throw new IllegalArgumentException(stages.size() + " stages, " + pages + " pages");
        }
        this.stages = List.copyOf(stages);
        this.pages = pages;
        expected = new PipelineData(pages);
        kernel = new Kernel(version, KernelConfig.defaults(costs));
        task = kernel.newTask("A");
        for (PipelineStage stage : stages) {
            AccessBackend backend = stage.row();
            Access row = rows.computeIfAbsent(backend.id(), unused -> backend.on(kernel));
            String name = stage.kind().id() + beds.size();
            beds.add(new Testbed(backend, kernel, row, kernel.addDevice(name, 1)));
        }
        ledger = beds.get(0).meter();
        setUp = setUp(together);
    }

    /**
     * The pipeline of the mail: NIC, RSA, CPU, AI.
     *
     * @param row the row for all three devices
     * @return three stages
     */
    public static List<PipelineStage> ofThread004(AccessBackend row) {
        return List.of(
                new PipelineStage(DeviceKind.NIC, row),
                new PipelineStage(DeviceKind.RSA, row),
                new PipelineStage(DeviceKind.AI, row));
    }

    private PipelineSetUp setUp(boolean together) {
        Testbed first = beds.get(0);
        long room = room();
        first.mmap(task, Testbed.BUFFER, room);
        long calls = task.syscalls();
        long startPs = first.nowPs();
        long copied = 0;
        long registrations = 0;
        for (int i = 0; i < stages.size(); i++) {
            Testbed bed = beds.get(i);
            AccessQueue with = together && i > 0 ? queues.get(0) : null;
            AccessQueue queue = bed.open(task, new OpenOptions("q" + i, with, false, false));
            queues.add(queue);
            if (with == null) {
                FileMapping behind = behindBuffer();
                long callsBefore = task.syscalls();
                bed.map(task, queue, Testbed.BUFFER, room);
                registrations += task.syscalls() > callsBefore ? 1 : 0;
                copied += behindBuffer() == behind ? 0 : room;
            }
        }
        long adminSteps = 0;
        for (Testbed bed : beds) {
            adminSteps += bed.access().adminSteps(bed.device());
        }
        return new PipelineSetUp(registrations, copied, task.syscalls() - calls, adminSteps, first.nsSince(startPs));
    }

    /** Pages that the data ever lies in: a compressor and a copier go on behind what they were given. */
    private long room() {
        long room = pages;
        int size = pages;
        for (PipelineStage stage : stages) {
            Job job = stage.kind().job();
            if (job == Job.COMPRESS) {
                size = (size + 1) / 2;
            }
            room += movesOn(job) ? size : 0;
        }
        return room;
    }

    private static boolean movesOn(Job job) {
        return job == Job.COPY || job == Job.COMPRESS;
    }

    /** A map that puts the kernel's memory in the buffer's place has copied the buffer into it. */
    private @Nullable FileMapping behindBuffer() {
        Vma vma = task.mm().findVma(Testbed.BUFFER);
        return vma == null ? null : vma.mapping();
    }

    /**
     * What it took before the first run.
     *
     * @return the set-up of all devices
     */
    public PipelineSetUp setUp() {
        return setUp;
    }

    /**
     * What the time was spent on, set-up included.
     *
     * @return the ledger of this machine
     */
    public CostLedger ledger() {
        return ledger;
    }

    /**
     * The machine.
     *
     * @return it
     */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The process.
     *
     * @return whose buffer it is
     */
    public Task task() {
        return task;
    }

    /**
     * A stage's view of the machine, to do something else on it.
     *
     * @param stage from 0
     * @return its row and device
     */
    public Testbed bed(int stage) {
        return beds.get(stage);
    }

    /**
     * Runs the stages once.
     *
     * @param before told the number of each stage, from 0, before it runs; may fork, write what is there already, or swap out
     * @return what came out
     * @throws IntegrityException if the books of the model do not agree
     */
    public PipelineOutcome run(IntConsumer before) {
        at = Testbed.BUFFER;
        expected = new PipelineData(pages);
        answer = 0;
        long startPs = beds.get(0).nowPs();
        long calls = task.syscalls();
        Errno failed = Errno.OK;
        for (int i = 0; i < stages.size() && failed.ok(); i++) {
            before.accept(i);
            if (i > 0 && i == stages.size() - 1) {
                touch();
            }
            failed = work(i);
        }
        boolean right = failed.ok() && answer == expected.answer() && memoryIsRight();
        checkIntegrity();
        return outcome(failed, right, task.syscalls() - calls, beds.get(0).nsSince(startPs));
    }

    /** The CPU adds one to each page. */
    private void touch() {
        Testbed bed = beds.get(0);
        expected.touch();
        for (int i = 0; i < expected.size(); i++) {
            bed.write(task, at + i, bed.read(task, at + i) + 1);
        }
    }

    private Errno work(int stage) {
        Job job = stages.get(stage).kind().job();
        int size = expected.size();
        long to = movesOn(job) ? at + size : at;
        long operand = job == Job.RECEIVE ? STREAM : KEY + stage;
        AccessQueue queue = queues.get(stage);
        Errno result = beds.get(stage).deviceJob(queue, job, at, to, size, operand);
        expected.apply(job, operand);
        if (job == Job.REDUCE) {
            answer = queue.engine().value();
        }
        at = to;
        return result;
    }

    private boolean memoryIsRight() {
        Testbed bed = beds.get(0);
        for (int i = 0; i < expected.size(); i++) {
            if (bed.read(task, at + i) != expected.page(i)) {
                return false;
            }
        }
        return true;
    }

    private void checkIntegrity() {
        List<String> problems = Integrity.check(kernel, rows.values()).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException("pipeline on " + kernel.version(), problems);
        }
    }

    private PipelineOutcome outcome(Errno failed, boolean right, long calls, double elapsedNs) {
        long pinned = 0;
        for (PageReferences held : kernel.mm().references()) {
            pinned += held.pin() ? held.size() : 0;
        }
        List<PipelineOutcome.StageCounts> counts = queues.stream()
                .map(queue -> new PipelineOutcome.StageCounts(
                        queue.engine().faults(), queue.engine().stale(), queue.reachable(), queue.invalidations()))
                .toList();
        return new PipelineOutcome(failed, right, pinned, calls, elapsedNs, counts);
    }

    /**
     * Writes the data's pages out, as memory pressure does, where they can be.
     *
     * @return how many pages left memory
     */
    public int swapOut() {
        Cpu root = kernel.newCpu("root");
        int out = 0;
        for (int i = 0; i < expected.size(); i++) {
            out += beds.get(0)
                            .run(root.actor(), new ReclaimPage(root, task.mm(), at + i))
                            .result()
                            .ok()
                    ? 1
                    : 0;
        }
        return out;
    }

    /** Ends the process and with it everything. */
    public void end() {
        beds.get(0).exit(task);
    }
}
