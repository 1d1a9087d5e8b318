package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs statements on a kernel and on the reference beside it, and says where they part. */
final class ProgramRun {
    private final MmWorld world;
    private final ReferenceMemory reference;
    private final boolean memoryIsScarce;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, TakePages> taken = new HashMap<>();
    private final Map<String, Long> bases = new HashMap<>();

    ProgramRun(String kernel, KernelConfig config, boolean memoryIsScarce) {
        world = new MmWorld(kernel, config);
        reference = new ReferenceMemory(kernel);
        this.memoryIsScarce = memoryIsScarce;
        tasks.put("A", world.task("A"));
    }

    ReferenceMemory reference() {
        return reference;
    }

    /** Null if all is well, else what is wrong. */
    @Nullable
    String step(Statement s) {
        try {
            String actual = act(s);
            if (!memoryIsScarce || actual.endsWith("OK") || Character.isDigit(actual.charAt(0))) {
                String expected = reference.apply(s, actual);
                if (!memoryIsScarce && !expected.equals(ReferenceMemory.ANY) && !expected.equals(actual)) {
                    return "expected " + expected + ", the model answered " + actual;
                }
            }
            return check();
        } catch (RuntimeException | AssertionError e) {
            return e + at(e);
        }
    }

    private static String at(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    /** Everybody reads everything and exits; then only the page caches of named files may hold memory. */
    @Nullable
    String finish() {
        try {
            for (Task task : List.copyOf(tasks.values())) {
                String problem = task.alive() && task.vforkChild() == null ? readAll(task) : null;
                if (problem != null) {
                    return problem;
                }
            }
            for (Task task : List.copyOf(tasks.values())) {
                if (task.alive()) {
                    run(task.cpu().actor(), new Exit(world.kernel().processes(), task));
                }
            }
            int cached = 0;
            for (FileMapping mapping : world.mm().mappings()) {
                for (int frame : mapping.frames()) {
                    cached++;
                    if (mapping.kind() == FileMapping.Kind.ANONYMOUS
                            || world.memory().refcount(frame)
                                    != (world.memory().isCompound(frame) ? PhysicalMemory.HUGE_PAGES : 1)) {
                        return "at the end a page of " + mapping.name() + " is still held";
                    }
                }
            }
            if (world.memory().used() != cached) {
                return "at the end " + world.memory().used() + " frames are in use, but files cache " + cached;
            }
            return integrity();
        } catch (RuntimeException | AssertionError e) {
            return "at the end: " + e + at(e);
        }
    }

    private @Nullable String readAll(Task task) {
        ReferenceMemory.Proc proc = reference.procs.get(task.name());
        if (memoryIsScarce || proc == null) {
            return null;
        }
        for (Map.Entry<String, ReferenceMemory.Page[]> buffer :
                Map.copyOf(proc.space.buffers).entrySet()) {
            for (int i : spots(buffer.getValue().length)) {
                Statement read = new Statement(Statement.Verb.READ, task.name(), buffer.getKey(), "", i, i, "", 0);
                String problem = step(read);
                if (problem != null) {
                    return "at the end, " + read.toScn("r") + ": " + problem;
                }
            }
        }
        return null;
    }

    private static int[] spots(int size) {
        if (size >= 512) {
            return new int[] {0, 1, 2, 255, 256, 511};
        }
        int[] all = new int[size];
        for (int i = 0; i < size; i++) {
            all[i] = i;
        }
        return all;
    }

    private long base(String buffer) {
        Long base = bases.get(buffer);
        if (base == null) {
            base = 0x10000L + bases.size() * 4096L;
            bases.put(buffer, base);
        }
        return base;
    }

    /** A call that may wait for the manager of protected pages, who then lets it go on; the answer says so. */
    private String asked(Task task, long at, int pages, Operation<?> operation) {
        task.cpu().actor().start(operation);
        if (task.cpu().actor().run()) {
            return operation.result().name();
        }
        Actor root = world.kernel().root().actor();
        for (long page = at; page < at + pages; page++) {
            if (run(root, new UffdWriteProtect(world.kernel().root(), task.mm(), page, 1, false))
                            .result()
                    == Errno.EINVAL) {
                run(root, new UffdWriteProtect(world.kernel().root(), task.mm(), page & -512L, 512, false));
            }
        }
        if (!task.cpu().actor().run()) {
            throw new AssertionError(task.name() + " is blocked");
        }
        return ReferenceMemory.ASKED + operation.result().name();
    }

    private <O extends Operation<?>> O run(Actor actor, O operation) {
        actor.start(operation);
        if (!actor.run()) {
            throw new AssertionError(actor.name() + " is blocked");
        }
        return operation;
    }

    private String act(Statement s) {
        Task task = tasks.get(s.actor());
        Actor actor = task.cpu().actor();
        long at = s.name().isEmpty() ? 0 : base(s.name()) + s.first();
        int pages = s.last() - s.first() + 1;
        return switch (s.verb()) {
            case MMAP -> result(run(actor, mmap(task, s, at, pages)));
            case MUNMAP -> result(run(actor, new Munmap(task.cpu(), task.mm(), at, pages)));
            case MREMAP -> {
                long from = base(s.name());
                yield result(run(
                        actor,
                        new Mremap(task.cpu(), task.mm(), from, reference.sizes.get(s.name()), base(s.other()))));
            }
            case MPROTECT ->
                result(run(actor, new Mprotect(task.cpu(), task.mm(), at, pages, ReferenceMemory.rights(s.word()))));
            case MADVISE ->
                result(run(
                        actor,
                        new Madvise(
                                task.cpu(),
                                task.mm(),
                                at,
                                pages,
                                Madvise.Advice.valueOf(s.word().toUpperCase(Locale.ROOT)))));
            case READ -> {
                CpuAccess access = run(actor, world.access(task).read(task.mm(), at));
                yield access.result().ok()
                        ? Long.toString(access.value())
                        : access.result().name();
            }
            case TRUNCATE ->
                run(actor, new Truncate(task.cpu(), file(s.name()), s.last()))
                        .result()
                        .name();
            case WRITE -> asked(task, at, 1, world.access(task).write(task.mm(), at, s.value()));
            case FORK -> {
                Fork fork = run(actor, new Fork(world.kernel().processes(), task, s.name()));
                if (fork.child() != null) {
                    tasks.put(s.name(), fork.child());
                }
                yield fork.result().name();
            }
            case VFORK -> {
                tasks.put(
                        s.name(),
                        run(actor, CloneVm.vfork(world.kernel().processes(), task, s.name()))
                                .child());
                yield "OK";
            }
            case EXEC -> {
                run(actor, new Exec(world.kernel().processes(), task));
                yield "OK";
            }
            case EXIT -> {
                run(actor, new Exit(world.kernel().processes(), task));
                yield "OK";
            }
            case PIN, GET -> {
                TakePages take = new TakePages(task, at, pages, gupFlags(s));
                String answer = asked(task, at, pages, take);
                if (take.result().ok()) {
                    taken.put(s.other(), take);
                }
                yield answer;
            }
            case UNPIN ->
                run(actor, new CloseFile(task, taken.get(s.name()).file()))
                        .result()
                        .name();
            case PIN_READ -> Long.toString(world.deviceRead(taken.get(s.name()).references()));
            case PIN_WRITE -> {
                world.deviceWrite(taken.get(s.name()).references(), s.value());
                yield "OK";
            }
            case SWAPOUT ->
                run(
                                world.kernel().root().actor(),
                                new ReclaimPage(world.kernel().root(), task.mm(), at))
                        .result()
                        .name();
            case CLEAR_REFS ->
                run(world.kernel().root().actor(), new ClearRefs(world.kernel().root(), task.mm()))
                        .result()
                        .name();
            case NUMA_HINT ->
                run(
                                world.kernel().root().actor(),
                                new ChangeProtNuma(world.kernel().root(), task.mm(), at, pages))
                        .result()
                        .name();
            case KSM ->
                run(world.kernel().root().actor(), new Ksmd(world.kernel().root(), task.mm(), at, pages))
                        .result()
                        .name();
            case KHUGEPAGED ->
                run(world.kernel().root().actor(), new Khugepaged(world.kernel().root(), task.mm(), at, pages))
                        .result()
                        .name();
            case UFFD ->
                result(run(
                        actor,
                        new UffdWriteProtect(
                                task.cpu(), task.mm(), at, pages, s.word().equals("protect"))));
            case MIGRATE ->
                run(
                                world.kernel().root().actor(),
                                new MigratePage(world.kernel().root(), task.mm(), at))
                        .result()
                        .name();
        };
    }

    private static String result(MmSyscall<?> call) {
        return call.result().name();
    }

    private Mmap mmap(Task task, Statement s, long at, int pages) {
        int flags = ReferenceMemory.rights(s.word());
        flags |= s.word().contains("shared") ? Vma.SHARED : 0;
        boolean hugetlb = s.word().contains("hugetlb");
        flags |= hugetlb ? Vma.HUGETLB : s.word().contains("huge") ? Vma.HUGEPAGE : 0;
        flags |= s.word().contains("movable") ? Vma.MOVABLE : 0;
        flags |= s.word().contains("cma") ? Vma.CMA : 0;
        FileMapping mapping = null;
        if (!s.other().isEmpty()) {
            mapping = file(s.other());
        } else if ((flags & Vma.SHARED) != 0) {
            mapping = hugetlb ? world.mm().newHugetlb() : world.mm().newShmem();
        }
        return new Mmap(task.cpu(), task.mm(), at, pages, flags, mapping, null);
    }

    private FileMapping file(String name) {
        return Statement.isMemfd(name) ? world.mm().memfd(name) : world.mm().file(name);
    }

    private static int gupFlags(Statement s) {
        return (s.verb() == Statement.Verb.PIN ? GetUserPages.FOLL_PIN : 0)
                | (s.word().contains("rw") ? GetUserPages.FOLL_WRITE : 0)
                | (s.word().contains("longterm") ? GetUserPages.FOLL_LONGTERM : 0);
    }

    private @Nullable String integrity() {
        List<String> problems = Integrity.check(world.kernel(), List.of()).problems();
        return problems.isEmpty() ? null : "integrity: " + problems;
    }

    private @Nullable String check() {
        String broken = integrity();
        if (broken != null || memoryIsScarce) {
            return broken;
        }
        for (ReferenceMemory.Proc proc : reference.procs.values()) {
            if (proc.alive) {
                String problem = checkSpace(proc);
                if (problem != null) {
                    return problem;
                }
            }
        }
        for (Map.Entry<String, ReferenceMemory.Pin> pin : reference.pins.entrySet()) {
            String problem = checkPin(pin.getKey(), pin.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Without touching anything: an entry grants no more than its area, and leads to the right contents. */
    private @Nullable String checkSpace(ReferenceMemory.Proc proc) {
        Task task = tasks.get(proc.name);
        for (Map.Entry<String, ReferenceMemory.Page[]> buffer : proc.space.buffers.entrySet()) {
            ReferenceMemory.Page[] pages = buffer.getValue();
            for (int i : spots(pages.length)) {
                ReferenceMemory.Page page = pages[i];
                if (page == null) {
                    continue;
                }
                String problem = checkPage(task, base(buffer.getKey()) + i, page);
                if (problem != null) {
                    return proc.name + "'s " + buffer.getKey() + "[" + i + "] " + problem;
                }
            }
        }
        return null;
    }

    private @Nullable String checkPage(Task task, long vpn, ReferenceMemory.Page page) {
        long pte = world.pte(task, vpn);
        if ((Pte.grants(pte, true) && (page.rights & Vma.WRITE) == 0)
                || (Pte.readable(pte) && (page.rights & Vma.READ) == 0)) {
            return "has an entry that grants more than the area";
        }
        int frame = world.frame(task, vpn);
        if (frame != PhysicalMemory.NONE
                && !page.cell.uncertain
                && !page.vague
                && world.memory().read(frame) != page.cell.value) {
            return "holds " + world.memory().read(frame) + ", expected " + page.cell.value;
        }
        return null;
    }

    private @Nullable String checkPin(String name, ReferenceMemory.Pin pin) {
        PageReferences held = taken.get(name).references();
        PhysicalMemory memory = world.memory();
        for (int i = 0; i < held.size(); i++) {
            int frame = held.frame(i);
            ReferenceMemory.Cell cell = pin.cells.get(i);
            if (pin.known.get(i) && !cell.uncertain && memory.read(frame) != cell.value) {
                return name + " page " + i + " sees " + memory.read(frame) + ", expected " + cell.value;
            }
            boolean exclusive = memory.isExclusive(frame) || memory.isExclusive(memory.head(frame));
            if (pin.dma
                    && world.mm().cowRules().tracksAnonExclusive()
                    && memory.isAnon(frame)
                    && (memory.mapcount(frame) > 1 || (memory.mapcount(frame) == 1 && !exclusive))) {
                return name + " page " + i + " is pinned, but not exclusive";
            }
        }
        return null;
    }
}
