package io.github.accelbed.drivers.leak;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.MmIntegrity;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.FdTable;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's life with one mishap: it sets a queue up, maps a buffer of which half is in memory, has the device copy that half to the
 * other, forks, writes, unmaps, closes and exits; then its child exits. In the manner of iommufd's fail-nth tests.
 *
 * <p>After a call that failed, a client closes what it has and exits. A SIGKILL is acted on when the system call that runs returns, or
 * where it waits; a job that the device has begun goes on beside the exit.
 */
final class Chain {
    static final int PAGES = 4;

    /** Half of the buffer on each side of 2 MiB, so that {@code iommu_map} needs a table for its first page and another on its way. */
    private static final long BUFFER = Testbed.BUFFER / PhysicalMemory.HUGE_PAGES * PhysicalMemory.HUGE_PAGES
            + PhysicalMemory.HUGE_PAGES
            - PAGES / 2;

    private static final int QUEUES = 4;
    private static final String CHILD = "child";
    private static final String ENDED = "the call ended first";
    private static final String BETWEEN = "between two calls";

    private final AccessBackend backend;
    private final Testbed bed;
    private final Task client;
    private final Set<OpenFile> files = new LinkedHashSet<>();
    private final Map<Resource, Long> kept = new EnumMap<>(Resource.class);
    private final Map<Resource, Long> atFirst;
    private FailNth failNth = new FailNth(0);
    private long killAt;
    private long steps;
    private String last = "";
    private String where = "";
    private String answer = "";
    private @Nullable Stage struck;
    private @Nullable AccessQueue queue;

    Chain(AccessBackend backend, KernelVersion version, CostTable costs) {
        this.backend = backend;
        bed = new Testbed(backend, version, costs, QUEUES);
        client = bed.kernel().newTask("client");
        bed.mmap(client, BUFFER, PAGES);
        for (int page = 0; page < PAGES / 2; page++) {
            bed.write(client, BUFFER + page, page);
        }
        atFirst = Resource.held(bed, files);
        bed.kernel().machine().listen((actor, program, pc, start, duration) -> stepped(program, pc));
    }

    private boolean offers(@Nullable AccessStep step) {
        return step == null || bed.access().whyNot(step) == null;
    }

    /** Whether the row is there at all on this kernel. */
    boolean offered() {
        return offers(AccessStep.OPEN);
    }

    /** The chain with the n-th allocation failing; null if there are fewer. */
    @Nullable
    Fate failing(long n) {
        failNth = new FailNth(n);
        bed.kernel().inject(failNth);
        answer = Fate.ABSORBED;
        return play(Mishap.FAILED, n);
    }

    /** The chain with a SIGKILL after the n-th step; null if there are fewer. */
    @Nullable
    Fate killed(long n) {
        killAt = n;
        answer = ENDED;
        return play(Mishap.KILLED, n);
    }

    private @Nullable Fate play(Mishap mishap, long n) {
        boolean goOn = true;
        for (Stage stage : Stage.values()) {
            if (goOn && stage != Stage.EXIT && offers(stage.needs())) {
                goOn = live(stage);
            }
        }
        exit(client);
        Map<Resource, Long> withChild = settled();
        for (Task task : List.copyOf(bed.kernel().processes().all())) {
            if (task.alive() && task.cpu().actor().idle()) {
                exit(task);
            }
        }
        Map<Resource, Long> left = settled();
        if (struck == null) {
            return null;
        }
        return new Fate(
                backend.id(),
                bed.kernel().version().toString(),
                mishap,
                n,
                struck,
                where,
                failNth.failed().map(Allocation::text).orElse(""),
                answer,
                kept,
                withChild,
                left,
                leaked(left));
    }

    private Map<Resource, Long> leaked(Map<Resource, Long> left) {
        Map<Resource, Long> leaked = new EnumMap<>(Resource.class);
        left.forEach((resource, count) -> {
            if (count > resource.staysByDesign(bed)) {
                leaked.put(resource, count);
            }
        });
        return leaked;
    }

    private void stepped(Program<?> program, int pc) {
        last = program.name() + ": " + program.label(pc);
        if (where.isEmpty() && failNth.failed().isPresent()) {
            where = last;
        }
    }

    /** Takes one step of the chain; answers whether the SIGKILL comes after it. */
    private boolean step(Actor actor, Stage stage) {
        if (!actor.step()) {
            throw new IllegalStateException(last + " is blocked, and nothing unblocks it");
        }
        noteFiles();
        if (struck == null && failNth.failed().isPresent()) {
            struck = stage;
        }
        if (++steps != killAt) {
            return false;
        }
        struck = stage;
        where = last;
        return true;
    }

    /** False if the client ends here, by SIGKILL or because the call failed. */
    private boolean live(Stage stage) {
        Map<Resource, Long> before = Resource.held(bed, files);
        Call call = begin(stage);
        while (!call.actor().idle()) {
            if (step(call.actor(), stage)) {
                leaveKernel(stage, call.operation());
                return false;
            }
        }
        Errno said = call.result().get();
        if (said.ok()) {
            return true;
        }
        if (failNth.failed().isEmpty()) {
            throw new IllegalStateException(stage.text() + " answered " + said + " without a reason, " + backend.id()
                    + " on " + bed.kernel().version());
        }
        answer = said.toString();
        bed.checkIntegrity(last);
        if (stage != Stage.JOB) {
            noteKept(before);
        }
        if (queue != null && stage != Stage.CLOSE && offers(AccessStep.CLOSE)) {
            bed.close(client, queue, false);
            if (bed.kernel().processes().all().stream()
                    .noneMatch(task -> task.name().equals(CHILD))) {
                noteKept(atFirst);
            }
        }
        return false;
    }

    /**
     * Pages that a call faulted in on its way belong to the process, whatever it answers; what a job made a driver pin stays until unmap
     * or close; an instance is root's. What a close leaves is not to be seen after the exit, which takes all of a process; a child that
     * has inherited the file keeps it from being released.
     */
    private void noteKept(Map<Resource, Long> before) {
        Resource.held(bed, files).forEach((resource, count) -> {
            long more = count - before.getOrDefault(resource, 0L);
            if (resource != Resource.FRAME && resource.staysByDesign(bed) == 0 && more > 0) {
                kept.merge(resource, more, Math::max);
            }
        });
    }

    private Call begin(Stage stage) {
        Actor cpu = client.cpu().actor();
        Call call = switch (stage) {
            case SET_UP -> open(bed.access().open(client, bed.device(), OpenOptions.named("q")));
            case MAP -> of(queue().map(client, BUFFER, PAGES, true));
            case JOB -> {
                queue().engine().descriptor().copy(BUFFER, BUFFER + PAGES / 2, PAGES / 2);
                yield new Call(queue().cpu().actor(), queue().engine(), queue().engine()::result);
            }
            case FORK -> {
                Fork fork = new Fork(bed.kernel().processes(), client, CHILD);
                yield new Call(cpu, fork, fork::result);
            }
            case WRITE -> {
                CpuAccess store = new CpuAccess(client.cpu()).write(client.mm(), BUFFER, 1);
                yield new Call(cpu, store, store::result);
            }
            case UNMAP -> of(queue().unmap(client, BUFFER, PAGES));
            case CLOSE -> of(queue().close(client, false));
            case EXIT -> throw new IllegalArgumentException("exit cannot fail");
        };
        call.actor().start(call.operation());
        return call;
    }

    private Call open(OpenOperation<?> open) {
        return new Call(client.cpu().actor(), open, () -> {
            queue = open.queue();
            return open.result();
        });
    }

    private Call of(AccessOperation<?> operation) {
        return new Call(client.cpu().actor(), operation, operation::result);
    }

    private AccessQueue queue() {
        return Objects.requireNonNull(queue, "no queue");
    }

    /** What a SIGKILL waits for: the end of the system call that runs, or a wait of it. */
    private void leaveKernel(Stage stage, Operation<?> call) {
        Actor cpu = client.cpu().actor();
        boolean running = !cpu.idle();
        while (running && !(stage.severalCalls() && cpu.current() == call)) {
            running = cpu.step() && !cpu.idle();
            noteFiles();
        }
        if (!cpu.idle()) {
            answer = BETWEEN;
            cpu.kill();
        }
    }

    /** do_exit; where it waits for the device, the device's job goes on. Where both wait, neither ever ends. */
    private void exit(Task task) {
        Actor cpu = task.cpu().actor();
        cpu.start(new Exit(bed.kernel().processes(), task));
        while (!cpu.idle()) {
            if (task == client && struck == null) {
                step(cpu, Stage.EXIT);
            } else if (answer.equals(Fate.NEVER_ENDS) || (!cpu.step() && !deviceStep())) {
                answer = Fate.NEVER_ENDS;
                return;
            }
        }
    }

    private boolean deviceStep() {
        return queue != null && queue.cpu().actor().step();
    }

    private Map<Resource, Long> settled() {
        while (deviceStep()) {
            noteFiles();
        }
        if (!answer.equals(Fate.NEVER_ENDS)) {
            bed.checkIntegrity(last);
        }
        return Resource.held(bed, files);
    }

    private void noteFiles() {
        for (FdTable.Descriptor descriptor : client.files().descriptors()) {
            files.add(descriptor.file());
        }
        files.addAll(MmIntegrity.areaFiles(bed.kernel().mm(), OpenFile.class));
    }
}
