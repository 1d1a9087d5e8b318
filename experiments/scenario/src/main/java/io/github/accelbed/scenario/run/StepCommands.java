package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.SubmitJob;
import io.github.accelbed.model.device.Descriptor;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.mm.ChangeProtNuma;
import io.github.accelbed.model.mm.ClearRefs;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.Khugepaged;
import io.github.accelbed.model.mm.Ksmd;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.MigratePage;
import io.github.accelbed.model.mm.MmSyscall;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Mprotect;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.mm.Truncate;
import io.github.accelbed.model.mm.UffdWriteProtect;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.ExecKeeping;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.BindStep;
import io.github.accelbed.scenario.language.step.CallStep;
import io.github.accelbed.scenario.language.step.ClearRefsStep;
import io.github.accelbed.scenario.language.step.CloneStep;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.CountStep;
import io.github.accelbed.scenario.language.step.CreateMdevStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.DeviceWriteStep;
import io.github.accelbed.scenario.language.step.DupStep;
import io.github.accelbed.scenario.language.step.ExecStep;
import io.github.accelbed.scenario.language.step.ExitStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.GetStep;
import io.github.accelbed.scenario.language.step.IsolateStep;
import io.github.accelbed.scenario.language.step.KhugepagedStep;
import io.github.accelbed.scenario.language.step.KillStep;
import io.github.accelbed.scenario.language.step.KsmStep;
import io.github.accelbed.scenario.language.step.LeaseStep;
import io.github.accelbed.scenario.language.step.MadviseStep;
import io.github.accelbed.scenario.language.step.MapStep;
import io.github.accelbed.scenario.language.step.MigrateStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MprotectStep;
import io.github.accelbed.scenario.language.step.MremapRegionStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.MunmapStep;
import io.github.accelbed.scenario.language.step.NamedDeviceStep;
import io.github.accelbed.scenario.language.step.NumaHintStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.PlugStep;
import io.github.accelbed.scenario.language.step.ProcessStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutStep;
import io.github.accelbed.scenario.language.step.QueueStep;
import io.github.accelbed.scenario.language.step.ReadStep;
import io.github.accelbed.scenario.language.step.ReferenceReadStep;
import io.github.accelbed.scenario.language.step.ReferenceWriteStep;
import io.github.accelbed.scenario.language.step.RegionStep;
import io.github.accelbed.scenario.language.step.ReleaseStep;
import io.github.accelbed.scenario.language.step.RemoveMdevStep;
import io.github.accelbed.scenario.language.step.ReregStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.RootCallStep;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.StartStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.SubmitStep;
import io.github.accelbed.scenario.language.step.SwapOutStep;
import io.github.accelbed.scenario.language.step.TagStep;
import io.github.accelbed.scenario.language.step.TouchStep;
import io.github.accelbed.scenario.language.step.TruncateStep;
import io.github.accelbed.scenario.language.step.UffdMode;
import io.github.accelbed.scenario.language.step.UffdStep;
import io.github.accelbed.scenario.language.step.UnmapStep;
import io.github.accelbed.scenario.language.step.UnpinStep;
import io.github.accelbed.scenario.language.step.UnplugStep;
import io.github.accelbed.scenario.language.step.UnregionStep;
import io.github.accelbed.scenario.language.step.VforkStep;
import io.github.accelbed.scenario.language.step.WriteStep;
import io.github.accelbed.scenario.language.step.Zone;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Value;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What each step of the language means: the model's operation that it runs and how its answer is read. */
final class StepCommands {
    private static final StepTable TABLE = new StepTable()
            .on(MmapStep.class, StepCommands::mmap)
            .on(MunmapStep.class, StepCommands::munmap)
            .on(MremapStep.class, StepCommands::mremap)
            .on(MprotectStep.class, StepCommands::mprotect)
            .on(UffdStep.class, StepCommands::uffd)
            .on(MadviseStep.class, StepCommands::madvise)
            .on(TruncateStep.class, StepCommands::truncate)
            .on(ReadStep.class, StepCommands::read)
            .on(WriteStep.class, StepCommands::write)
            .on(ForkStep.class, StepCommands::fork)
            .on(VforkStep.class, StepCommands::vfork)
            .on(CloneStep.class, StepCommands::clone)
            .on(ExecStep.class, StepCommands::exec)
            .on(ExitStep.class, StepCommands::exit)
            .on(KillStep.class, StepCommands::kill)
            .on(OpenStep.class, StepCommands::open)
            .on(LeaseStep.class, StepCommands::lease)
            .on(CloseStep.class, StepCommands::close)
            .on(DupStep.class, StepCommands::dup)
            .on(MapStep.class, StepCommands::map)
            .on(UnmapStep.class, StepCommands::unmap)
            .on(ReregStep.class, StepCommands::rereg)
            .on(StartStep.class, StepCommands::start)
            .on(PutStep.class, StepCommands::put)
            .on(RegionStep.class, StepCommands::region)
            .on(UnregionStep.class, StepCommands::unregion)
            .on(TouchStep.class, StepCommands::touch)
            .on(MremapRegionStep.class, StepCommands::mremapRegion)
            .on(SubmitStep.class, StepCommands::submit)
            .on(BindStep.class, StepCommands::bind)
            .on(CallStep.class, StepCommands::call)
            .on(RootCallStep.class, StepCommands::rootCall)
            .on(PinStep.class, StepCommands::pin)
            .on(GetStep.class, StepCommands::get)
            .on(UnpinStep.class, StepCommands::unpin)
            .on(DeviceReadStep.class, StepCommands::deviceRead)
            .on(DeviceWriteStep.class, StepCommands::deviceWrite)
            .on(CopyStep.class, StepCommands::copy)
            .on(TagStep.class, StepCommands::tag)
            .on(ReferenceReadStep.class, StepCommands::referenceRead)
            .on(ReferenceWriteStep.class, StepCommands::referenceWrite)
            .on(CreateMdevStep.class, StepCommands::createMdev)
            .on(RemoveMdevStep.class, StepCommands::removeMdev)
            .on(ReleaseStep.class, StepCommands::release)
            .on(IsolateStep.class, StepCommands::isolate)
            .on(PlugStep.class, StepCommands::plug)
            .on(UnplugStep.class, StepCommands::unplug)
            .on(SwapOutStep.class, StepCommands::swapOut)
            .on(KsmStep.class, StepCommands::ksm)
            .on(MigrateStep.class, StepCommands::migrate)
            .on(ClearRefsStep.class, StepCommands::clearRefs)
            .on(NumaHintStep.class, StepCommands::numaHint)
            .on(KhugepagedStep.class, StepCommands::khugepaged)
            .on(CountStep.class, StepCommands::count)
            .complete();

    private final World world;
    private final Counters counters;

    StepCommands(World world) {
        this.world = world;
        counters = new Counters(world);
    }

    Command of(Step step) {
        return TABLE.command(this, step);
    }

    /** A process that exists and lives. */
    private Command as(ProcessStep step, Function<Task, Command> body) {
        return as(step.process(), body);
    }

    private Command as(ProcessName process, Function<Task, Command> body) {
        Task task = world.task(process);
        return task == null || !task.alive() ? Command.answered(Errno.ESRCH) : body.apply(task);
    }

    /** After vfork the parent waits for its child's exec or exit; it can still be killed. */
    boolean suspended(Step step) {
        if (!(step instanceof ProcessStep process) || step instanceof KillStep) {
            return false;
        }
        Task task = world.task(process.process());
        return task != null && task.alive() && task.vforkChild() != null;
    }

    /** Who would run a step, so that nothing of it is made ready before that one is idle; null if its answer is known at once. */
    @Nullable
    Actor actor(Step step) {
        if (step instanceof SubmitStep submit) {
            return actor(submit.queue());
        } else if (step instanceof ProcessStep process) {
            Task task = world.task(process.process());
            return task == null ? null : task.cpu().actor();
        } else if (step instanceof DeviceStep device) {
            return actor(device.queue());
        } else if (step instanceof RootStep root && root.about() != null) {
            return world.root(root).actor();
        }
        return null;
    }

    private @Nullable Actor actor(QueueName name) {
        World.Queue queue = world.queues().get(name);
        return queue == null ? null : queue.queue().cpu().actor();
    }

    boolean alive(ProcessStep step) {
        Task task = world.task(step.process());
        return task != null && task.alive();
    }

    /** What a killed process does when it is back from what it was doing. */
    Operation<?> dying(ProcessName process) {
        // A child that its last call made lives, though that call never returned.
        world.meetProcesses();
        return exit(world.living(process));
    }

    private Exit exit(Task task) {
        return new Exit(world.kernel().processes(), task);
    }

    private static Command does(Task task, Operation<?> operation) {
        return Command.of(task.cpu().actor(), operation);
    }

    private static Command syscall(Task task, MmSyscall<?> call) {
        task.countSyscalls(1);
        return does(task, call);
    }

    private Command administer(RootStep step, AccessOperation<?> operation) {
        return Command.of(world.root(step).actor(), operation);
    }

    private Answer value(Errno errno, long stamp) {
        return errno.ok() ? world.values().value(stamp) : Command.symbol(errno);
    }

    private long page(PageRef ref) {
        return world.buffer(ref.buffer()).start() + ref.page();
    }

    // ---- memory of a process

    private Command mmap(MmapStep step) {
        return as(step, task -> {
            World.Buffer buffer = world.buffer(step.buffer());
            boolean shared = step.sharing() == Sharing.SHARED;
            FileMapping mapping = mapping(step, shared);
            int flags = rights(step.protection())
                    | (shared ? Vma.SHARED : 0)
                    | (step.huge() ? Vma.HUGEPAGE : 0)
                    | zone(step.zone())
                    | (step.hugetlb() ? Vma.HUGETLB : 0);
            Mmap call = new Mmap(task.cpu(), task.mm(), buffer.start(), buffer.pages(), flags, mapping, null);
            return syscall(task, call);
        });
    }

    private static int zone(@Nullable Zone zone) {
        return zone == null ? 0 : zone == Zone.MOVABLE ? Vma.MOVABLE : Vma.CMA;
    }

    private @Nullable FileMapping mapping(MmapStep step, boolean shared) {
        MemoryManager mm = world.kernel().mm();
        if (step.memfd() != null) {
            return mm.memfd(step.memfd());
        }
        if (step.hugetlb()) {
            return shared ? mm.newHugetlb() : null;
        }
        return step.file() != null ? mm.file(step.file()) : shared ? mm.newShmem() : null;
    }

    private Command truncate(TruncateStep step) {
        MemoryManager mm = world.kernel().mm();
        FileMapping file = world.isMemfd(step.file()) ? mm.memfd(step.file()) : mm.file(step.file());
        return as(step, task -> {
            task.countSyscalls(1);
            return does(task, new Truncate(task.cpu(), file, step.pages()));
        });
    }

    private static int rights(Protection protection) {
        return switch (protection) {
            case NONE -> 0;
            case RO -> Vma.READ;
            case RW -> Vma.READ | Vma.WRITE;
        };
    }

    private Command munmap(MunmapStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        return as(step, task -> syscall(task, new Munmap(task.cpu(), task.mm(), start, pages)));
    }

    private Command mremap(MremapStep step) {
        World.Buffer from = world.buffer(step.buffer());
        long to = world.buffer(step.target()).start();
        return as(step, task -> syscall(task, new Mremap(task.cpu(), task.mm(), from.start(), from.pages(), to)));
    }

    private Command uffd(UffdStep step) {
        long start = world.start(step.range());
        long pages = step.range().pages();
        boolean protect = step.mode() == UffdMode.PROTECT;
        return as(step, task -> syscall(task, new UffdWriteProtect(task.cpu(), task.mm(), start, pages, protect)));
    }

    private Command mprotect(MprotectStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        int rights = rights(step.protection());
        return as(step, task -> syscall(task, new Mprotect(task.cpu(), task.mm(), start, pages, rights)));
    }

    private Command madvise(MadviseStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        Madvise.Advice advice = Madvise.Advice.valueOf(step.advice().name());
        return as(step, task -> syscall(task, new Madvise(task.cpu(), task.mm(), start, pages, advice)));
    }

    private Command read(ReadStep step) {
        return as(step, task -> {
            CpuAccess access = new CpuAccess(task.cpu()).read(task.mm(), page(step.target()));
            return Command.of(task.cpu().actor(), access, () -> value(access.result(), access.value()));
        });
    }

    private Command write(WriteStep step) {
        return as(step, task -> {
            long stamp = world.values().stamp(step.value());
            return does(task, new CpuAccess(task.cpu()).write(task.mm(), page(step.target()), stamp));
        });
    }

    // ---- life of a process

    private Command fork(ForkStep step) {
        return as(
                step,
                task -> parent(
                        task,
                        new Fork(world.kernel().processes(), task, step.child().text())));
    }

    private Command vfork(VforkStep step) {
        return as(
                step,
                task -> parent(
                        task,
                        CloneVm.vfork(
                                world.kernel().processes(), task, step.child().text())));
    }

    private Command clone(CloneStep step) {
        return as(
                step,
                task -> parent(
                        task,
                        new CloneVm(
                                world.kernel().processes(), task, step.child().text())));
    }

    private Command parent(Task task, Operation<?> call) {
        return Command.of(task.cpu().actor(), call, () -> {
            world.meetProcesses();
            return Command.symbol(call.result());
        });
    }

    private Command exec(ExecStep step) {
        BufferName kept = step.kept();
        if (kept == null) {
            return as(step, task -> does(task, new Exec(world.kernel().processes(), task)));
        }
        World.Buffer buffer = world.buffer(kept);
        return as(
                step,
                task -> does(task, new ExecKeeping(world.kernel().processes(), task, buffer.start(), buffer.pages())));
    }

    private Command exit(ExitStep step) {
        return as(step, task -> does(task, exit(task)));
    }

    private Command kill(KillStep step) {
        return as(step, task -> Command.signal(task.cpu().actor()));
    }

    // ---- queues

    private Command open(OpenStep step) {
        return as(step, task -> {
            Access row = world.row(step.device());
            if (row == null) {
                return Command.answered(Errno.ENODEV);
            }
            World.Queue other = step.with() == null ? null : world.queues().get(step.with());
            if (step.with() != null && other == null) {
                return Command.answered(Errno.EBADF);
            }
            AccessQueue with = other == null ? null : other.queue();
            OpenOptions options = new OpenOptions(step.queue().text(), with, step.inherit(), step.raw());
            OpenOperation<?> open = step.mdev() == null
                    ? row.open(task, world.device(step.device()), options)
                    : row.openMdev(task, step.mdev().text(), options);
            return open == null ? Command.answered(Errno.ENOENT) : opening(task, step.queue(), open);
        });
    }

    private Command lease(LeaseStep step) {
        return as(step, task -> {
            Access row = world.row(step.device());
            Task daemon = world.task(step.manager());
            if (row == null || daemon == null) {
                return Command.answered(row == null ? Errno.ENODEV : Errno.ESRCH);
            }
            OpenOptions options = new OpenOptions(step.queue().text(), null, false, false);
            OpenOperation<?> open = world.manager(row, daemon, step.device()).leaseAndOpen(task, options);
            return opening(task, step.queue(), open);
        });
    }

    private Command opening(Task task, QueueName name, OpenOperation<?> open) {
        return Command.of(task.cpu().actor(), open, () -> {
            AccessQueue queue = open.queue();
            if (queue != null) {
                world.queues().put(name, new World.Queue(queue, false));
            }
            return Command.symbol(open.result());
        });
    }

    /** A step of a process on a queue; EBADF if the queue's open failed. */
    private Command on(QueueStep step, QueueCommand body) {
        return as(step, task -> {
            World.Queue queue = world.queues().get(step.queue());
            return queue == null ? Command.answered(Errno.EBADF) : body.of(task, queue);
        });
    }

    @FunctionalInterface
    private interface QueueCommand {
        Command of(Task task, World.Queue queue);
    }

    /** A step that is one operation of its queue. */
    private Command call(QueueStep step, BiFunction<AccessQueue, Task, AccessOperation<?>> body) {
        return on(step, (task, queue) -> does(task, body.apply(queue.queue(), task)));
    }

    private Command close(CloseStep step) {
        return on(step, (task, queue) -> {
            AccessQueue closed = queue.queue();
            return does(
                    task,
                    queue.duplicate() ? CloseFile.ofDuplicate(task, closed.file()) : closed.close(task, step.raw()));
        });
    }

    private Command dup(DupStep step) {
        return on(step, (task, queue) -> {
            task.countSyscalls(1);
            if (!task.files().dup(queue.queue().file())) {
                return Command.answered(Errno.EBADF);
            }
            world.queues().put(step.copy(), new World.Queue(queue.queue(), true));
            return Command.answered(Errno.OK);
        });
    }

    private Command map(MapStep step) {
        return on(step, (task, queue) -> {
            long before = task.syscalls();
            AccessOperation<?> map = map(task, queue, step);
            return Command.of(task.cpu().actor(), map, () -> {
                world.registered(task, task.syscalls() - before);
                return Command.symbol(map.result());
            });
        });
    }

    private AccessOperation<?> map(Task task, World.Queue queue, MapStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        boolean write = step.access() == Right.RW;
        long iova = step.device() == null ? start : world.buffer(step.device()).start();
        if (step.vaddr()) {
            return queue.queue().mapVaddr(task, start, pages, iova);
        } else if (step.device() == null) {
            return queue.queue().map(task, start, pages, write);
        }
        return queue.queue().mapAt(task, start, pages, write, iova);
    }

    private Command unmap(UnmapStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        return call(
                step,
                (queue, task) -> step.vaddr() ? queue.unmapVaddr(task, start, pages) : queue.unmap(task, start, pages));
    }

    private Command rereg(ReregStep step) {
        long start = world.start(step.range());
        int pages = step.range().pages();
        boolean write = step.access() == Right.RW;
        return call(step, (queue, task) -> queue.reregister(task, start, pages, write));
    }

    private Command start(StartStep step) {
        return call(step, AccessQueue::start);
    }

    private Command put(PutStep step) {
        return call(step, AccessQueue::put);
    }

    private Command region(RegionStep step) {
        return call(step, (queue, task) -> queue.mapRegion(task, step.region()));
    }

    private Command unregion(UnregionStep step) {
        return call(step, (queue, task) -> queue.unmapRegion(task, step.region()));
    }

    private Command touch(TouchStep step) {
        return on(step, (task, queue) -> {
            long page = queue.queue().regionPage(step.region());
            return does(task, new CpuAccess(task.cpu()).write(task.mm(), page, 0));
        });
    }

    private Command mremapRegion(MremapRegionStep step) {
        return call(step, (queue, task) -> queue.moveRegion(task, step.region()));
    }

    private Command submit(SubmitStep step) {
        return on(step, (task, queue) -> {
            AccessQueue to = queue.queue();
            Descriptor descriptor = to.engine().descriptor();
            Value written = step.value();
            if (written == null) {
                descriptor.read(page(step.page()));
            } else {
                descriptor.write(page(step.page()), world.values().stamp(written));
            }
            SubmitJob submit = new SubmitJob(task, to);
            return Command.of(
                    to.cpu().actor(),
                    submit,
                    () -> written == null
                            ? value(submit.result(), to.engine().value())
                            : Command.symbol(submit.result()));
        });
    }

    private Command bind(BindStep step) {
        return on(step, (task, queue) -> {
            Task whose = world.task(step.whose());
            return whose == null
                    ? Command.answered(Errno.ESRCH)
                    : does(task, queue.queue().bind(task, whose));
        });
    }

    private Command call(CallStep step) {
        LongStream ranges =
                step.ranges().stream().flatMapToLong(range -> LongStream.of(world.start(range), range.pages()));
        long[] arguments = LongStream.concat(ranges, numbers(step.numbers())).toArray();
        return call(step, (queue, task) -> row(queue).calls().make(step.name(), new Caller(task, queue), arguments));
    }

    private Access row(AccessQueue queue) {
        return Objects.requireNonNull(world.row(new DeviceName(queue.device().name())));
    }

    private Command rootCall(RootCallStep step) {
        long[] arguments = numbers(step.numbers()).toArray();
        return at(step, Errno.ENODEV, (row, device) -> row.rootCalls().make(step.name(), device, arguments));
    }

    private static LongStream numbers(List<IntegerValue> numbers) {
        return numbers.stream().mapToLong(IntegerValue::value);
    }

    // ---- taking and dropping page references

    private Command pin(PinStep step) {
        int flags = GetUserPages.FOLL_PIN | (step.longterm() ? GetUserPages.FOLL_LONGTERM : 0);
        return take(step, step.reference(), step.range(), flags | write(step.access()));
    }

    private Command get(GetStep step) {
        return take(step, step.reference(), step.range(), write(step.access()));
    }

    private static int write(Right access) {
        return access == Right.RW ? GetUserPages.FOLL_WRITE : 0;
    }

    private Command take(ProcessStep step, ReferenceName reference, PageRange range, int flags) {
        return as(step, task -> {
            TakePages take = new TakePages(task, world.start(range), range.pages(), flags);
            return Command.of(task.cpu().actor(), take, () -> {
                if (take.result().ok()) {
                    world.references().put(reference, take);
                }
                return Command.symbol(take.result());
            });
        });
    }

    private Command unpin(UnpinStep step) {
        return as(step, task -> {
            TakePages taken = world.references().get(step.reference());
            OpenFile file = taken == null ? null : taken.file();
            return file == null ? Command.answered(Errno.EBADF) : does(task, new CloseFile(task, file));
        });
    }

    // ---- what a device does

    private Command job(DeviceStep step, Function<DeviceAccess, Answer> answer, Consumer<Descriptor> prepare) {
        World.Queue queue = world.queues().get(step.queue());
        if (queue == null) {
            return Command.answered(Errno.EIO);
        }
        DeviceAccess engine = queue.queue().engine();
        prepare.accept(engine.descriptor());
        return Command.of(queue.queue().cpu().actor(), engine, () -> answer.apply(engine));
    }

    private Command deviceRead(DeviceReadStep step) {
        long page = page(step.target());
        return job(step, engine -> value(engine.result(), engine.value()), descriptor -> descriptor.read(page));
    }

    private Command deviceWrite(DeviceWriteStep step) {
        long page = page(step.target());
        return job(
                step,
                engine -> Command.symbol(engine.result()),
                descriptor -> descriptor.write(page, world.values().stamp(step.value())));
    }

    private Command copy(CopyStep step) {
        long from = world.start(step.from());
        long to = world.start(step.to());
        int pages = step.from().pages();
        return job(step, engine -> Command.symbol(engine.result()), descriptor -> descriptor.copy(from, to, pages));
    }

    private Command tag(TagStep step) {
        World.Queue queue = world.queues().get(step.queue());
        World.Queue as = world.queues().get(step.as());
        if (queue == null || as == null) {
            return Command.answered(Errno.EIO);
        }
        return Command.answered(queue.queue().tag(as.queue()));
    }

    // ---- reads and writes through page references

    private Command referenceRead(ReferenceReadStep step) {
        TakePages taken = world.references().get(step.reference());
        if (taken == null || taken.references().size() == 0) {
            return Command.answered(Errno.EBADF);
        }
        int frame = taken.references().frame(0);
        return Command.known(value(Errno.OK, world.kernel().mm().memory().read(frame)));
    }

    private Command referenceWrite(ReferenceWriteStep step) {
        TakePages taken = world.references().get(step.reference());
        if (taken == null || taken.references().size() == 0) {
            return Command.answered(Errno.EBADF);
        }
        if (!taken.writable()) {
            return Command.answered(Errno.EFAULT);
        }
        long stamp = world.values().stamp(step.value());
        world.kernel().mm().memory().write(taken.references().frame(0), stamp);
        return Command.answered(Errno.OK);
    }

    // ---- root

    private Command createMdev(CreateMdevStep step) {
        Access row = world.row(step.device());
        if (row == null) {
            return Command.answered(Errno.ENODEV);
        }
        world.rowOfMdev().put(step.mdev(), row);
        return administer(step, row.createMdev(step.mdev().text(), world.device(step.device())));
    }

    private Command removeMdev(RemoveMdevStep step) {
        Access row = world.rowOfMdev().get(step.mdev());
        return row == null
                ? Command.answered(Errno.ENODEV)
                : administer(step, row.removeMdev(step.mdev().text()));
    }

    private Command release(ReleaseStep step) {
        World.Queue queue = world.queues().get(step.queue());
        if (queue == null) {
            return Command.answered(Errno.EINVAL);
        }
        AccessQueue leased = queue.queue();
        Task daemon = world.task(step.manager());
        return Command.answered(
                daemon == null
                        ? Errno.ESRCH
                        : world.manager(
                                        row(leased),
                                        daemon,
                                        new DeviceName(leased.device().name()))
                                .release(leased));
    }

    /** A step of root at a device; a row may have nothing to do. */
    private Command at(
            NamedDeviceStep step, Errno without, BiFunction<Access, Device, @Nullable AccessOperation<?>> body) {
        Access row = world.row(step.device());
        AccessOperation<?> operation = row == null ? null : body.apply(row, world.device(step.device()));
        return operation == null ? Command.answered(without) : administer(step, operation);
    }

    private Command isolate(IsolateStep step) {
        return at(step, Errno.ENODEV, Access::isolate);
    }

    private Command plug(PlugStep step) {
        return at(step, Errno.OK, Access::plug);
    }

    private Command unplug(UnplugStep step) {
        return at(step, Errno.ENODEV, Access::unplug);
    }

    private Command swapOut(SwapOutStep step) {
        Cpu root = world.root(step);
        return as(step.process(), task -> each(root, step.range(), vpn -> new ReclaimPage(root, task.mm(), vpn)));
    }

    private Command ksm(KsmStep step) {
        Cpu root = world.root(step);
        if (step.process() == null || step.range() == null) {
            return Command.of(root.actor(), new Ksmd(root));
        }
        long start = world.start(step.range());
        int pages = step.range().pages();
        return as(step.process(), task -> Command.of(root.actor(), new Ksmd(root, task.mm(), start, pages)));
    }

    private Command migrate(MigrateStep step) {
        Cpu root = world.root(step);
        return as(step.process(), task -> each(root, step.range(), vpn -> new MigratePage(root, task.mm(), vpn)));
    }

    private Command clearRefs(ClearRefsStep step) {
        Cpu root = world.root(step);
        return as(step.process(), task -> Command.of(root.actor(), new ClearRefs(root, task.mm())));
    }

    private Command numaHint(NumaHintStep step) {
        Cpu root = world.root(step);
        long start = world.start(step.range());
        return as(
                step.process(),
                task -> Command.of(
                        root.actor(),
                        new ChangeProtNuma(root, task.mm(), start, step.range().pages())));
    }

    private Command khugepaged(KhugepagedStep step) {
        Cpu root = world.root(step);
        long start = world.start(step.range());
        int pages = step.range().pages();
        return as(step.process(), task -> Command.of(root.actor(), new Khugepaged(root, task.mm(), start, pages)));
    }

    private <P extends Operation<P>> Command each(Cpu root, PageRange range, LongFunction<P> operation) {
        return Command.of(root.actor(), new ForEachPage<>(world.start(range), range.pages(), operation));
    }

    private Command count(CountStep step) {
        CounterKind kind = step.counter().kind();
        OptionalLong count = counters.read(kind, step.counter().argument());
        return count.isPresent() ? Command.known(new IntegerValue(count.getAsLong())) : Command.answered(Errno.ENODEV);
    }
}
