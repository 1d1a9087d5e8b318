package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A booted kernel with the calls that tests of memory management need; the books are checked after each call. */
public final class MmWorld {
    /** The default kernels of the design, one per era that matters. */
    public static final List<String> KERNELS = List.of("4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0");

    static final int RO = Vma.READ;
    static final int RW = Vma.READ | Vma.WRITE;

    private static final KernelConfig CONFIG = KernelConfig.defaults(CostTable.defaults());

    private final Kernel kernel;
    private final Map<Task, CpuAccess> accesses = new HashMap<>();

    MmWorld(String version) {
        this(version, CONFIG);
    }

    MmWorld(String version, KernelConfig config) {
        kernel = new Kernel(KernelVersion.parse(version), config);
    }

    static KernelConfig config() {
        return CONFIG;
    }

    /** The era of each default kernel, as the facts on memory management number them. */
    static String era(String version) {
        return switch (version) {
            case "4.20", "5.4" -> "E1";
            case "5.8" -> "E2";
            case "5.10", "5.17" -> "E3";
            case "6.1" -> "E4";
            case "6.18", "7.0" -> "E5";
            default -> throw new IllegalArgumentException(version);
        };
    }

    static Stream<String> kernels() {
        return KERNELS.stream();
    }

    Kernel kernel() {
        return kernel;
    }

    MemoryManager mm() {
        return kernel.mm();
    }

    PhysicalMemory memory() {
        return kernel.mm().memory();
    }

    Task task(String name) {
        return kernel.newTask(name);
    }

    <O extends Operation<?>> O run(Task task, O operation) {
        return run(task.cpu().actor(), operation);
    }

    <O extends Operation<?>> O run(Actor actor, O operation) {
        actor.start(operation);
        if (!actor.run()) {
            throw new AssertionError(actor.name() + " is blocked in " + actor.current());
        }
        checkIntegrity();
        return operation;
    }

    void checkIntegrity() {
        List<String> problems = Integrity.check(kernel, List.of()).problems();
        if (!problems.isEmpty()) {
            throw new AssertionError("integrity: " + problems);
        }
    }

    void map(Task task, long vpn, long pages, int flags) {
        FileMapping mapping = (flags & Vma.SHARED) != 0 ? mm().newShmem() : null;
        map(task, vpn, pages, flags, mapping);
    }

    void map(Task task, long vpn, long pages, int flags, @Nullable FileMapping mapping) {
        assertThat(run(task, new Mmap(task.cpu(), task.mm(), vpn, pages, flags, mapping, null))
                        .result())
                .isEqualTo(Errno.OK);
    }

    Errno munmap(Task task, long vpn, long pages) {
        return run(task, new Munmap(task.cpu(), task.mm(), vpn, pages)).result();
    }

    Errno mprotect(Task task, long vpn, long pages, int rights) {
        return run(task, new Mprotect(task.cpu(), task.mm(), vpn, pages, rights))
                .result();
    }

    Errno madvise(Task task, long vpn, long pages, Madvise.Advice advice) {
        return run(task, new Madvise(task.cpu(), task.mm(), vpn, pages, advice)).result();
    }

    Errno mremap(Task task, long vpn, long pages, long to) {
        return run(task, new Mremap(task.cpu(), task.mm(), vpn, pages, to)).result();
    }

    CpuAccess access(Task task) {
        return accesses.computeIfAbsent(task, t -> new CpuAccess(t.cpu()));
    }

    /** What a load answers: the value as text, or the signal's name. */
    String read(Task task, long vpn) {
        CpuAccess access = run(task, access(task).read(task.mm(), vpn));
        return access.result().ok()
                ? Long.toString(access.value())
                : access.result().name();
    }

    Errno write(Task task, long vpn, long value) {
        return run(task, access(task).write(task.mm(), vpn, value)).result();
    }

    Task fork(Task parent, String child) {
        Fork fork = run(parent, new Fork(kernel.processes(), parent, child));
        Task task = fork.child();
        assertThat(fork.result()).isEqualTo(Errno.OK);
        assertThat(task).isNotNull();
        return task;
    }

    Task vfork(Task parent, String child) {
        Task task =
                run(parent, CloneVm.vfork(kernel.processes(), parent, child)).child();
        assertThat(task).isNotNull();
        return task;
    }

    void exec(Task task) {
        run(task, new Exec(kernel.processes(), task));
    }

    void exit(Task task) {
        run(task, new Exit(kernel.processes(), task));
    }

    /** A reference of all these pages; fails the test if the kernel refuses. */
    PageReferences gup(Task task, long vpn, int pages, int flags) {
        PageReferences held = new PageReferences(mm(), task.name(), (flags & GetUserPages.FOLL_PIN) != 0);
        GetUserPages gup = run(task, new GetUserPages(task.cpu(), task.mm(), vpn, pages, flags, held));
        assertThat(gup.result()).isEqualTo(Errno.OK);
        assertThat(held.size()).isEqualTo(pages);
        return held;
    }

    Errno swapOut(Task task, long vpn) {
        return run(kernel.root().actor(), new ReclaimPage(kernel.root(), task.mm(), vpn))
                .result();
    }

    Errno migrate(Task task, long vpn) {
        return run(kernel.root().actor(), new MigratePage(kernel.root(), task.mm(), vpn))
                .result();
    }

    int frame(Task task, long vpn) {
        return mm().ownFrame(task.mm(), vpn);
    }

    long pte(Task task, long vpn) {
        return task.mm().pageTable().walk(vpn);
    }

    /** What the device that holds these references reads from their first page. */
    long deviceRead(PageReferences held) {
        return memory().read(held.frame(0));
    }

    void deviceWrite(PageReferences held, long value) {
        memory().write(held.frame(0), value);
    }
}
