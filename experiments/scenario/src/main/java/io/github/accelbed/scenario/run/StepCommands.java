package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Descriptor;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.MigratePage;
import io.github.accelbed.model.mm.MmSyscall;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.Access;
import io.github.accelbed.scenario.language.step.BindQueue;
import io.github.accelbed.scenario.language.step.CloneVm;
import io.github.accelbed.scenario.language.step.CloseQueue;
import io.github.accelbed.scenario.language.step.Count;
import io.github.accelbed.scenario.language.step.CpuRead;
import io.github.accelbed.scenario.language.step.CpuWrite;
import io.github.accelbed.scenario.language.step.CreateMdev;
import io.github.accelbed.scenario.language.step.DeviceCopy;
import io.github.accelbed.scenario.language.step.DeviceRead;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.DeviceWrite;
import io.github.accelbed.scenario.language.step.DupQueue;
import io.github.accelbed.scenario.language.step.Exec;
import io.github.accelbed.scenario.language.step.Exit;
import io.github.accelbed.scenario.language.step.Fork;
import io.github.accelbed.scenario.language.step.Get;
import io.github.accelbed.scenario.language.step.Isolate;
import io.github.accelbed.scenario.language.step.Kill;
import io.github.accelbed.scenario.language.step.LeaseQueue;
import io.github.accelbed.scenario.language.step.Madvise;
import io.github.accelbed.scenario.language.step.MapRange;
import io.github.accelbed.scenario.language.step.MapRegion;
import io.github.accelbed.scenario.language.step.Migrate;
import io.github.accelbed.scenario.language.step.Mmap;
import io.github.accelbed.scenario.language.step.Mprotect;
import io.github.accelbed.scenario.language.step.Mremap;
import io.github.accelbed.scenario.language.step.Munmap;
import io.github.accelbed.scenario.language.step.OpenQueue;
import io.github.accelbed.scenario.language.step.Pin;
import io.github.accelbed.scenario.language.step.Plug;
import io.github.accelbed.scenario.language.step.ProcessStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutQueue;
import io.github.accelbed.scenario.language.step.ReferenceRead;
import io.github.accelbed.scenario.language.step.ReferenceWrite;
import io.github.accelbed.scenario.language.step.RegionKind;
import io.github.accelbed.scenario.language.step.RemoveMdev;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.StartQueue;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.StepVisitor;
import io.github.accelbed.scenario.language.step.SwapOut;
import io.github.accelbed.scenario.language.step.TagQueue;
import io.github.accelbed.scenario.language.step.TouchRegion;
import io.github.accelbed.scenario.language.step.UnmapRange;
import io.github.accelbed.scenario.language.step.UnmapRegion;
import io.github.accelbed.scenario.language.step.Unpin;
import io.github.accelbed.scenario.language.step.Unplug;
import io.github.accelbed.scenario.language.step.Vfork;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each step of the language means: the model's operation that it runs and how its answer is read. */
final class StepCommands implements StepVisitor<Command> {
    private final World world;
    private final Counters counters;

    StepCommands(World world) {
        this.world = world;
        counters = new Counters(world);
    }

    /** A process that exists and lives. */
    private Command as(String process, Function<Task, Command> body) {
        Task task = world.task(process);
        return task == null || !task.alive() ? Command.answered(Errno.ESRCH) : body.apply(task);
    }

    /** After vfork the parent waits for its child's exec or exit; it can still be killed. */
    boolean suspended(Step step) {
        if (!(step instanceof ProcessStep process) || step instanceof Kill) {
            return false;
        }
        Task task = world.task(process.process());
        return task != null && task.alive() && task.vforkChild() != null;
    }

    /** Who would run a step, so that nothing of it is made ready before that one is idle; null if its answer is known at once. */
    @Nullable
    Actor actor(Step step) {
        if (step instanceof ProcessStep process) {
            Task task = world.task(process.process());
            return task == null ? null : task.cpu().actor();
        } else if (step instanceof DeviceStep device) {
            World.Queue queue = world.queues().get(device.queue());
            return queue == null ? null : queue.queue().cpu().actor();
        } else if (step instanceof RootStep root && !(step instanceof Count)) {
            return world.root(root).actor();
        }
        return null;
    }

    boolean alive(ProcessStep step) {
        Task task = world.task(step.process());
        return task != null && task.alive();
    }

    /** What a killed process does when it is back from what it was doing. */
    Operation<?> exit(String process) {
        // A child that its last call made lives, though that call never returned.
        world.meetProcesses();
        return exitOf(world.living(process));
    }

    private static Command syscall(Task task, MmSyscall<?> call) {
        task.countSyscalls(1);
        return Command.of(task.cpu().actor(), call, () -> Command.symbol(call.result()));
    }

    private static Command access(Task task, AccessOperation<?> operation) {
        return Command.of(task.cpu().actor(), operation, () -> Command.symbol(operation.result()));
    }

    private Command administer(RootStep step, AccessOperation<?> operation) {
        return Command.of(world.root(step).actor(), operation, () -> Command.symbol(operation.result()));
    }

    private Answer value(Errno errno, long stamp) {
        return errno.ok() ? world.values().value(stamp) : Command.symbol(errno);
    }

    private long page(PageRef ref) {
        return world.buffer(ref.buffer()).start() + ref.page();
    }

    // ---- memory of a process

    @Override
    public Command visit(Mmap step) {
        return as(step.process(), task -> {
            World.Buffer buffer = world.buffer(step.buffer());
            boolean shared = step.sharing() == Sharing.SHARED;
            String file = step.file();
            FileMapping mapping = file != null
                    ? world.kernel().mm().file(file)
                    : shared ? world.kernel().mm().newShmem() : null;
            int flags = rights(step.protection()) | (shared ? Vma.SHARED : 0) | (step.huge() ? Vma.HUGEPAGE : 0);
            return syscall(
                    task,
                    new io.github.accelbed.model.mm.Mmap(
                            task.cpu(), task.mm(), buffer.start(), buffer.pages(), flags, mapping, null));
        });
    }

    private static int rights(Protection protection) {
        return switch (protection) {
            case NONE -> 0;
            case RO -> Vma.READ;
            case RW -> Vma.READ | Vma.WRITE;
        };
    }

    @Override
    public Command visit(Munmap step) {
        return as(
                step.process(),
                task -> syscall(
                        task,
                        new io.github.accelbed.model.mm.Munmap(
                                task.cpu(),
                                task.mm(),
                                world.start(step.range()),
                                step.range().pages())));
    }

    @Override
    public Command visit(Mremap step) {
        return as(step.process(), task -> {
            World.Buffer from = world.buffer(step.buffer());
            World.Buffer to = world.buffer(step.target());
            return syscall(
                    task,
                    new io.github.accelbed.model.mm.Mremap(
                            task.cpu(), task.mm(), from.start(), from.pages(), to.start()));
        });
    }

    @Override
    public Command visit(Mprotect step) {
        return as(
                step.process(),
                task -> syscall(
                        task,
                        new io.github.accelbed.model.mm.Mprotect(
                                task.cpu(),
                                task.mm(),
                                world.start(step.range()),
                                step.range().pages(),
                                rights(step.protection()))));
    }

    @Override
    public Command visit(Madvise step) {
        return as(
                step.process(),
                task -> syscall(
                        task,
                        new io.github.accelbed.model.mm.Madvise(
                                task.cpu(),
                                task.mm(),
                                world.start(step.range()),
                                step.range().pages(),
                                io.github.accelbed.model.mm.Madvise.Advice.valueOf(
                                        step.advice().name()))));
    }

    @Override
    public Command visit(CpuRead step) {
        return as(step.process(), task -> {
            CpuAccess access = new CpuAccess(task.cpu()).read(task.mm(), page(step.target()));
            return Command.of(task.cpu().actor(), access, () -> value(access.result(), access.value()));
        });
    }

    @Override
    public Command visit(CpuWrite step) {
        return as(step.process(), task -> {
            CpuAccess access = new CpuAccess(task.cpu())
                    .write(task.mm(), page(step.target()), world.values().stamp(step.value()));
            return Command.of(task.cpu().actor(), access, () -> Command.symbol(access.result()));
        });
    }

    // ---- life of a process

    @Override
    public Command visit(Fork step) {
        return as(step.process(), task -> {
            var fork = new io.github.accelbed.model.process.Fork(world.kernel().processes(), task, step.child());
            return Command.of(task.cpu().actor(), fork, () -> {
                world.meetProcesses();
                return Command.symbol(fork.result());
            });
        });
    }

    @Override
    public Command visit(Vfork step) {
        return as(
                step.process(),
                task -> cloned(
                        task,
                        io.github.accelbed.model.process.CloneVm.vfork(
                                world.kernel().processes(), task, step.child())));
    }

    @Override
    public Command visit(CloneVm step) {
        return as(
                step.process(),
                task -> cloned(
                        task,
                        new io.github.accelbed.model.process.CloneVm(
                                world.kernel().processes(), task, step.child())));
    }

    private Command cloned(Task task, io.github.accelbed.model.process.CloneVm call) {
        return Command.of(task.cpu().actor(), call, () -> {
            world.meetProcesses();
            return Command.symbol(call.result());
        });
    }

    @Override
    public Command visit(Exec step) {
        return as(
                step.process(),
                task -> Command.of(
                        task.cpu().actor(),
                        new io.github.accelbed.model.process.Exec(world.kernel().processes(), task),
                        () -> Command.symbol(Errno.OK)));
    }

    @Override
    public Command visit(Exit step) {
        return as(step.process(), task -> Command.of(task.cpu().actor(), exitOf(task), () -> Command.symbol(Errno.OK)));
    }

    @Override
    public Command visit(Kill step) {
        return as(step.process(), task -> Command.signal(task.cpu().actor()));
    }

    private io.github.accelbed.model.process.Exit exitOf(Task task) {
        return new io.github.accelbed.model.process.Exit(world.kernel().processes(), task);
    }

    // ---- queues

    @Override
    public Command visit(OpenQueue step) {
        return as(step.process(), task -> {
            var row = world.row(step.device());
            if (row == null) {
                return Command.answered(Errno.ENODEV);
            }
            AccessQueue with = null;
            String shared = step.with();
            if (shared != null) {
                World.Queue other = world.queues().get(shared);
                if (other == null) {
                    return Command.answered(Errno.EBADF);
                }
                with = other.queue();
            }
            OpenOptions options = new OpenOptions(step.queue(), with, step.inherit(), step.raw());
            return opening(task, step.queue(), row.open(task, world.device(step.device()), options));
        });
    }

    @Override
    public Command visit(LeaseQueue step) {
        return as(step.process(), task -> {
            var row = world.row(step.device());
            Task daemon = world.task(step.manager());
            if (row == null || daemon == null) {
                return Command.answered(row == null ? Errno.ENODEV : Errno.ESRCH);
            }
            OpenOperation<?> open = world.manager(row, daemon, step.device())
                    .leaseAndOpen(task, new OpenOptions(step.queue(), null, false, false));
            return opening(task, step.queue(), open);
        });
    }

    private Command opening(Task task, String name, OpenOperation<?> open) {
        return Command.of(task.cpu().actor(), open, () -> {
            AccessQueue queue = open.queue();
            if (queue != null) {
                world.queues().put(name, new World.Queue(queue, false));
            }
            return Command.symbol(open.result());
        });
    }

    /** A step of a process on a queue; EBADF if the queue's open failed. */
    private Command on(String process, String name, QueueCommand body) {
        return as(process, task -> {
            World.Queue queue = world.queues().get(name);
            return queue == null ? Command.answered(Errno.EBADF) : body.apply(task, queue);
        });
    }

    @FunctionalInterface
    private interface QueueCommand {
        Command apply(Task task, World.Queue queue);
    }

    @Override
    public Command visit(CloseQueue step) {
        return on(step.process(), step.queue(), (task, queue) -> {
            if (queue.duplicate()) {
                CloseFile close = CloseFile.ofDuplicate(task, queue.queue().file());
                return Command.of(task.cpu().actor(), close, () -> Command.symbol(close.result()));
            }
            return access(task, queue.queue().close(task, step.raw()));
        });
    }

    @Override
    public Command visit(DupQueue step) {
        return on(step.process(), step.queue(), (task, queue) -> {
            task.countSyscalls(1);
            if (!task.files().dup(queue.queue().file())) {
                return Command.answered(Errno.EBADF);
            }
            world.queues().put(step.copy(), new World.Queue(queue.queue(), true));
            return Command.answered(Errno.OK);
        });
    }

    @Override
    public Command visit(MapRange step) {
        return on(step.process(), step.queue(), (task, queue) -> {
            long before = task.syscalls();
            AccessOperation<?> map = map(task, queue, step);
            return Command.of(task.cpu().actor(), map, () -> {
                world.registered(task, task.syscalls() - before);
                return Command.symbol(map.result());
            });
        });
    }

    private AccessOperation<?> map(Task task, World.Queue queue, MapRange step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        boolean write = step.access() == Access.RW;
        String device = step.device();
        return device == null
                ? queue.queue().map(task, start, pages, write)
                : queue.queue()
                        .mapAt(task, start, pages, write, world.buffer(device).start());
    }

    @Override
    public Command visit(UnmapRange step) {
        return on(
                step.process(),
                step.queue(),
                (task, queue) -> access(
                        task,
                        queue.queue()
                                .unmap(
                                        task,
                                        world.start(step.range()),
                                        step.range().pages())));
    }

    @Override
    public Command visit(StartQueue step) {
        return on(
                step.process(),
                step.queue(),
                (task, queue) -> access(task, queue.queue().start(task)));
    }

    @Override
    public Command visit(PutQueue step) {
        return on(
                step.process(),
                step.queue(),
                (task, queue) -> access(task, queue.queue().put(task)));
    }

    @Override
    public Command visit(MapRegion step) {
        return on(
                step.process(),
                step.queue(),
                (task, queue) -> access(task, queue.queue().mapRegion(task, region(step.region()))));
    }

    @Override
    public Command visit(UnmapRegion step) {
        return on(
                step.process(),
                step.queue(),
                (task, queue) -> access(task, queue.queue().unmapRegion(task, region(step.region()))));
    }

    @Override
    public Command visit(TouchRegion step) {
        return on(step.process(), step.queue(), (task, queue) -> {
            long page = queue.queue().regionPage(region(step.region()));
            CpuAccess access = new CpuAccess(task.cpu()).write(task.mm(), page, 0);
            return Command.of(task.cpu().actor(), access, () -> Command.symbol(access.result()));
        });
    }

    @Override
    public Command visit(BindQueue step) {
        return on(step.process(), step.queue(), (task, queue) -> {
            Task whose = world.task(step.whose());
            return whose == null
                    ? Command.answered(Errno.ESRCH)
                    : access(task, queue.queue().bind(task, whose));
        });
    }

    private static io.github.accelbed.model.access.RegionKind region(RegionKind kind) {
        return io.github.accelbed.model.access.RegionKind.valueOf(kind.name());
    }

    // ---- taking and dropping page references

    @Override
    public Command visit(Pin step) {
        int flags = GetUserPages.FOLL_PIN | (step.longterm() ? GetUserPages.FOLL_LONGTERM : 0);
        return take(step.process(), step.reference(), step.range(), flags | write(step.access()));
    }

    @Override
    public Command visit(Get step) {
        return take(step.process(), step.reference(), step.range(), write(step.access()));
    }

    private static int write(Access access) {
        return access == Access.RW ? GetUserPages.FOLL_WRITE : 0;
    }

    private Command take(String process, String reference, PageRange range, int flags) {
        return as(process, task -> {
            TakePages take = new TakePages(task, world.start(range), range.pages(), flags);
            return Command.of(task.cpu().actor(), take, () -> {
                if (take.result().ok()) {
                    world.references().put(reference, take);
                }
                return Command.symbol(take.result());
            });
        });
    }

    @Override
    public Command visit(Unpin step) {
        return as(step.process(), task -> {
            TakePages taken = world.references().get(step.reference());
            OpenFile file = taken == null ? null : taken.file();
            if (file == null) {
                return Command.answered(Errno.EBADF);
            }
            CloseFile close = new CloseFile(task, file);
            return Command.of(task.cpu().actor(), close, () -> Command.symbol(close.result()));
        });
    }

    private Command job(String name, Function<DeviceAccess, Answer> answer, Consumer<Descriptor> prepare) {
        World.Queue queue = world.queues().get(name);
        if (queue == null) {
            return Command.answered(Errno.EIO);
        }
        DeviceAccess engine = queue.queue().engine();
        prepare.accept(engine.descriptor());
        return Command.of(queue.queue().cpu().actor(), engine, () -> answer.apply(engine));
    }

    // ---- what a device does

    @Override
    public Command visit(DeviceRead step) {
        return job(
                step.queue(),
                engine -> value(engine.result(), engine.value()),
                descriptor -> descriptor.read(page(step.target())));
    }

    @Override
    public Command visit(DeviceWrite step) {
        return job(
                step.queue(),
                engine -> Command.symbol(engine.result()),
                descriptor ->
                        descriptor.write(page(step.target()), world.values().stamp(step.value())));
    }

    @Override
    public Command visit(DeviceCopy step) {
        return job(
                step.queue(),
                engine -> Command.symbol(engine.result()),
                descriptor -> descriptor.copy(
                        world.start(step.from()),
                        world.start(step.to()),
                        step.from().pages()));
    }

    @Override
    public Command visit(TagQueue step) {
        World.Queue queue = world.queues().get(step.queue());
        World.Queue as = world.queues().get(step.as());
        if (queue == null || as == null) {
            return Command.answered(Errno.EIO);
        }
        return Command.answered(queue.queue().tag(as.queue()));
    }

    // ---- reads and writes through page references

    @Override
    public Command visit(ReferenceRead step) {
        TakePages taken = world.references().get(step.reference());
        if (taken == null || taken.references().size() == 0) {
            return Command.answered(Errno.EBADF);
        }
        int frame = taken.references().frame(0);
        return Command.known(value(Errno.OK, world.kernel().mm().memory().read(frame)));
    }

    @Override
    public Command visit(ReferenceWrite step) {
        TakePages taken = world.references().get(step.reference());
        if (taken == null || taken.references().size() == 0) {
            return Command.answered(Errno.EBADF);
        }
        if (!taken.writable()) {
            return Command.answered(Errno.EFAULT);
        }
        world.kernel()
                .mm()
                .memory()
                .write(taken.references().frame(0), world.values().stamp(step.value()));
        return Command.answered(Errno.OK);
    }

    // ---- root

    @Override
    public Command visit(CreateMdev step) {
        var row = world.row(step.device());
        if (row == null) {
            return Command.answered(Errno.ENODEV);
        }
        world.rowOfMdev().put(step.mdev(), row);
        return administer(step, row.createMdev(step.mdev(), world.device(step.device())));
    }

    @Override
    public Command visit(RemoveMdev step) {
        var row = world.rowOfMdev().get(step.mdev());
        return row == null ? Command.answered(Errno.ENODEV) : administer(step, row.removeMdev(step.mdev()));
    }

    @Override
    public Command visit(Isolate step) {
        var row = world.row(step.device());
        return row == null
                ? Command.answered(Errno.ENODEV)
                : administer(step, row.isolate(world.device(step.device())));
    }

    @Override
    public Command visit(Plug step) {
        var row = world.row(step.device());
        AccessOperation<?> plug = row == null ? null : row.plug(world.device(step.device()));
        return plug == null ? Command.answered(Errno.OK) : administer(step, plug);
    }

    @Override
    public Command visit(Unplug step) {
        var row = world.row(step.device());
        return row == null ? Command.answered(Errno.ENODEV) : administer(step, row.unplug(world.device(step.device())));
    }

    @Override
    public Command visit(SwapOut step) {
        return as(step.process(), task -> {
            Cpu root = world.root(step);
            ForEachPage<ReclaimPage> all = new ForEachPage<>(
                    world.start(step.range()),
                    step.range().pages(),
                    vpn -> new ReclaimPage(root, task.mm(), vpn),
                    ReclaimPage::result);
            return Command.of(root.actor(), all, () -> Command.symbol(all.result()));
        });
    }

    @Override
    public Command visit(Migrate step) {
        return as(step.process(), task -> {
            Cpu root = world.root(step);
            ForEachPage<MigratePage> all = new ForEachPage<>(
                    world.start(step.range()),
                    step.range().pages(),
                    vpn -> new MigratePage(root, task.mm(), vpn),
                    MigratePage::result);
            return Command.of(root.actor(), all, () -> Command.symbol(all.result()));
        });
    }

    @Override
    public Command visit(Count step) {
        CounterKind kind = step.counter().kind();
        OptionalLong count = counters.read(kind, step.counter().argument());
        return count.isPresent() ? Command.known(new IntegerValue(count.getAsLong())) : Command.answered(Errno.ENODEV);
    }
}
