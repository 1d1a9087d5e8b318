package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.step.BindQueue;
import io.github.accelbed.scenario.language.step.CloneVm;
import io.github.accelbed.scenario.language.step.CloseQueue;
import io.github.accelbed.scenario.language.step.Count;
import io.github.accelbed.scenario.language.step.CpuRead;
import io.github.accelbed.scenario.language.step.CpuWrite;
import io.github.accelbed.scenario.language.step.CreateMdev;
import io.github.accelbed.scenario.language.step.DeviceCopy;
import io.github.accelbed.scenario.language.step.DeviceRead;
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
import io.github.accelbed.scenario.language.step.PutQueue;
import io.github.accelbed.scenario.language.step.ReferenceRead;
import io.github.accelbed.scenario.language.step.ReferenceWrite;
import io.github.accelbed.scenario.language.step.RemoveMdev;
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
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Value;
import org.jspecify.annotations.Nullable;

/** Makes another step of the same kind of each step; subclasses say what becomes of its parts. */
class StepRewriter implements StepVisitor<Step> {

    @Nullable
    String register(Step step) {
        return step.register();
    }

    /** Of whatever kind, also where the step introduces it; registers apart. */
    String name(String name) {
        return name;
    }

    /** The process that acts or, in a step of root, is acted upon. */
    String process(String process) {
        return name(process);
    }

    PageRange range(PageRange range) {
        return new PageRange(name(range.buffer()), range.first(), range.last());
    }

    PageRef page(PageRef page) {
        return new PageRef(name(page.buffer()), page.page());
    }

    Value value(Value value) {
        return value;
    }

    @Override
    public Step visit(Mmap step) {
        return new Mmap(
                step.at(),
                process(step.process()),
                name(step.buffer()),
                step.pages(),
                step.sharing(),
                step.protection(),
                step.huge(),
                step.file(),
                step.place(),
                register(step));
    }

    @Override
    public Step visit(Munmap step) {
        return new Munmap(step.at(), process(step.process()), range(step.range()), register(step));
    }

    @Override
    public Step visit(Mremap step) {
        return new Mremap(step.at(), process(step.process()), name(step.buffer()), name(step.target()), register(step));
    }

    @Override
    public Step visit(Mprotect step) {
        return new Mprotect(step.at(), process(step.process()), range(step.range()), step.protection(), register(step));
    }

    @Override
    public Step visit(Madvise step) {
        return new Madvise(step.at(), process(step.process()), range(step.range()), step.advice(), register(step));
    }

    @Override
    public Step visit(CpuRead step) {
        return new CpuRead(step.at(), process(step.process()), page(step.target()), register(step));
    }

    @Override
    public Step visit(CpuWrite step) {
        return new CpuWrite(
                step.at(), process(step.process()), page(step.target()), value(step.value()), register(step));
    }

    @Override
    public Step visit(Fork step) {
        return new Fork(step.at(), process(step.process()), name(step.child()), register(step));
    }

    @Override
    public Step visit(Vfork step) {
        return new Vfork(step.at(), process(step.process()), name(step.child()), register(step));
    }

    @Override
    public Step visit(CloneVm step) {
        return new CloneVm(step.at(), process(step.process()), name(step.child()), register(step));
    }

    @Override
    public Step visit(Exec step) {
        return new Exec(step.at(), process(step.process()), register(step));
    }

    @Override
    public Step visit(Exit step) {
        return new Exit(step.at(), process(step.process()), register(step));
    }

    @Override
    public Step visit(Kill step) {
        return new Kill(step.at(), process(step.process()), register(step));
    }

    @Override
    public Step visit(OpenQueue step) {
        String with = step.with();
        return new OpenQueue(
                step.at(),
                process(step.process()),
                name(step.queue()),
                step.device(),
                with == null ? null : name(with),
                step.inherit(),
                step.raw(),
                register(step));
    }

    @Override
    public Step visit(LeaseQueue step) {
        return new LeaseQueue(
                step.at(),
                process(step.process()),
                name(step.queue()),
                step.device(),
                process(step.manager()),
                register(step));
    }

    @Override
    public Step visit(CloseQueue step) {
        return new CloseQueue(step.at(), process(step.process()), name(step.queue()), step.raw(), register(step));
    }

    @Override
    public Step visit(DupQueue step) {
        return new DupQueue(step.at(), process(step.process()), name(step.queue()), name(step.copy()), register(step));
    }

    @Override
    public Step visit(MapRange step) {
        String device = step.device();
        return new MapRange(
                step.at(),
                process(step.process()),
                name(step.queue()),
                range(step.range()),
                step.access(),
                device == null ? null : name(device),
                register(step));
    }

    @Override
    public Step visit(UnmapRange step) {
        return new UnmapRange(
                step.at(), process(step.process()), name(step.queue()), range(step.range()), register(step));
    }

    @Override
    public Step visit(StartQueue step) {
        return new StartQueue(step.at(), process(step.process()), name(step.queue()), register(step));
    }

    @Override
    public Step visit(PutQueue step) {
        return new PutQueue(step.at(), process(step.process()), name(step.queue()), register(step));
    }

    @Override
    public Step visit(MapRegion step) {
        return new MapRegion(step.at(), process(step.process()), name(step.queue()), step.region(), register(step));
    }

    @Override
    public Step visit(UnmapRegion step) {
        return new UnmapRegion(step.at(), process(step.process()), name(step.queue()), step.region(), register(step));
    }

    @Override
    public Step visit(TouchRegion step) {
        return new TouchRegion(step.at(), process(step.process()), name(step.queue()), step.region(), register(step));
    }

    @Override
    public Step visit(BindQueue step) {
        return new BindQueue(
                step.at(), process(step.process()), name(step.queue()), name(step.whose()), register(step));
    }

    @Override
    public Step visit(Pin step) {
        return new Pin(
                step.at(),
                process(step.process()),
                name(step.reference()),
                range(step.range()),
                step.access(),
                step.longterm(),
                register(step));
    }

    @Override
    public Step visit(Get step) {
        return new Get(
                step.at(),
                process(step.process()),
                name(step.reference()),
                range(step.range()),
                step.access(),
                register(step));
    }

    @Override
    public Step visit(Unpin step) {
        return new Unpin(step.at(), process(step.process()), name(step.reference()), register(step));
    }

    @Override
    public Step visit(DeviceRead step) {
        return new DeviceRead(step.at(), name(step.queue()), page(step.target()), register(step));
    }

    @Override
    public Step visit(DeviceWrite step) {
        return new DeviceWrite(step.at(), name(step.queue()), page(step.target()), value(step.value()), register(step));
    }

    @Override
    public Step visit(DeviceCopy step) {
        return new DeviceCopy(step.at(), name(step.queue()), range(step.from()), range(step.to()), register(step));
    }

    @Override
    public Step visit(TagQueue step) {
        return new TagQueue(step.at(), name(step.queue()), name(step.as()), register(step));
    }

    @Override
    public Step visit(ReferenceRead step) {
        return new ReferenceRead(step.at(), name(step.reference()), register(step));
    }

    @Override
    public Step visit(ReferenceWrite step) {
        return new ReferenceWrite(step.at(), name(step.reference()), value(step.value()), register(step));
    }

    @Override
    public Step visit(CreateMdev step) {
        return new CreateMdev(step.at(), name(step.mdev()), step.device(), register(step));
    }

    @Override
    public Step visit(RemoveMdev step) {
        return new RemoveMdev(step.at(), name(step.mdev()), register(step));
    }

    @Override
    public Step visit(Isolate step) {
        return new Isolate(step.at(), step.device(), register(step));
    }

    @Override
    public Step visit(Plug step) {
        return new Plug(step.at(), step.device(), register(step));
    }

    @Override
    public Step visit(Unplug step) {
        return new Unplug(step.at(), step.device(), register(step));
    }

    @Override
    public Step visit(SwapOut step) {
        return new SwapOut(step.at(), process(step.process()), range(step.range()), register(step));
    }

    @Override
    public Step visit(Migrate step) {
        return new Migrate(step.at(), process(step.process()), range(step.range()), register(step));
    }

    @Override
    public Step visit(Count step) {
        Counter counter = step.counter();
        String argument = counter.argument();
        return switch (counter.kind().argument()) {
            case PROCESS -> new Count(step.at(), counter.of(process(String.valueOf(argument))), register(step));
            case QUEUE -> new Count(step.at(), counter.of(name(String.valueOf(argument))), register(step));
            default -> new Count(step.at(), counter, register(step));
        };
    }
}
