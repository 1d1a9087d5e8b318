package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.NoRow;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A booted kernel with the calls that tests of memory management need; the books are checked after each call. */
public final class MmWorld extends TestMachine {
    static final int RO = Vma.READ;
    static final int RW = Vma.READ | Vma.WRITE;

    private final Map<Task, CpuAccess> accesses = new HashMap<>();

    MmWorld(String version) {
        this(version, config());
    }

    MmWorld(String version, KernelConfig config) {
        super(new NoRow(), KernelVersion.parse(version), 1, config);
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
        return KERNELS.stream().map(KernelVersion::toString);
    }

    MemoryManager mm() {
        return kernel().mm();
    }

    PhysicalMemory memory() {
        return kernel().mm().memory();
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

    CpuAccess access(Task task) {
        return accesses.computeIfAbsent(task, t -> new CpuAccess(t.cpu()));
    }

    /** What a load answers: the value as text, or the signal's name. */
    String load(Task task, long vpn) {
        CpuAccess access = run(task, access(task).read(task.mm(), vpn));
        return access.result().ok()
                ? Long.toString(access.value())
                : access.result().name();
    }

    Task vfork(Task parent, String child) {
        Task task =
                run(parent, CloneVm.vfork(kernel().processes(), parent, child)).child();
        assertThat(task).isNotNull();
        return task;
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
        return root(new ReclaimPage(kernel().root(), task.mm(), vpn));
    }

    Errno migrate(Task task, long vpn) {
        return root(new MigratePage(kernel().root(), task.mm(), vpn));
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
