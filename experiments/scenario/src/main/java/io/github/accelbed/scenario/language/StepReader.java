package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioBaseVisitor;
import io.github.accelbed.scenario.grammar.ScenarioParser.BindContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CloneContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CloseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CopyContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CountContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CreateMdevContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DupContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExecContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExitContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ForkContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.GetContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.IsolateContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.KillContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LeaseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MadviseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MigrateContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MmapOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MprotectContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MremapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MunmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.OpenContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.OpenOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PinContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PinOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PlugContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PutContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReadContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.RegionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.RemoveMdevContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StartContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StepLineContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.SwapoutContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TagContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TouchContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnpinContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnplugContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnregionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.VforkContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.WriteContext;
import io.github.accelbed.scenario.language.Names.Kind;
import io.github.accelbed.scenario.language.Names.Name;
import io.github.accelbed.scenario.language.step.Access;
import io.github.accelbed.scenario.language.step.Advice;
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
import io.github.accelbed.scenario.language.step.Place;
import io.github.accelbed.scenario.language.step.Plug;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutQueue;
import io.github.accelbed.scenario.language.step.ReferenceRead;
import io.github.accelbed.scenario.language.step.ReferenceWrite;
import io.github.accelbed.scenario.language.step.RegionKind;
import io.github.accelbed.scenario.language.step.RemoveMdev;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.StartQueue;
import io.github.accelbed.scenario.language.step.Step;
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
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes a step of a line: who acts, what the names stand for, whether that actor has such a step. A line with a problem
 * still yields a step and introduces its names, so that one mistake is one message.
 */
final class StepReader extends ScenarioBaseVisitor<Step> {

    private final Problems problems;
    private final Readers readers;
    private final Names names;
    private final Parts parts;
    private final CounterReader counters;
    private final String defaultDevice;

    // The line that is being read; the visits below see only the part behind the colon.
    private Position at = Position.NONE;
    private Actor actor = new Actor(Actor.Kind.PROCESS, "A");
    private @Nullable String register;

    StepReader(Problems problems, Names names, List<Device> devices) {
        this.problems = problems;
        this.readers = new Readers(problems);
        this.names = names;
        this.parts = new Parts(problems, names, devices);
        counters = new CounterReader(problems, names, parts);
        this.defaultDevice = devices.get(0).kind();
    }

    Step read(StepLineContext line) {
        at = Problems.at(line.getStart());
        actor = Actor.of(line.actor(), names, problems);
        actor.check(line.step().getStart(), problems);
        register = line.registerName() == null ? null : line.registerName().getText();
        Step step = visit(line.step());
        if (line.registerName() != null) {
            Registers.bind(line.registerName(), names, problems);
        }
        return step;
    }

    // ---- memory of a process

    @Override
    public Step visitMmap(MmapContext ctx) {
        int pages = readers.integer(ctx.INT().getSymbol(), 1, Scenario.MAX_PAGES, "a number of pages");
        Sharing sharing = Sharing.PRIVATE;
        Protection protection = Protection.RW;
        boolean huge = false;
        String file = null;
        Place place = null;
        Set<String> given = new HashSet<>();
        for (MmapOptionContext option : ctx.mmapOption()) {
            Token word = option.getStart();
            switch (word.getText()) {
                case "private", "shared" -> {
                    once(given, "of private and shared", word);
                    sharing = Sharing.valueOf(constant(word));
                }
                case "rw", "ro", "none" -> {
                    once(given, "of rw, ro and none", word);
                    protection = Protection.valueOf(constant(word));
                }
                case "huge" -> {
                    once(given, "huge", word);
                    huge = true;
                }
                case "at" -> {
                    once(given, "at", word);
                    place = place(option.placeName().getStart());
                }
                default -> {
                    once(given, "file", word);
                    file = option.fileName().getText();
                }
            }
        }
        String buffer = ctx.bufferName().getText();
        Name known = names.find(buffer);
        if (known == null || known.kind() != Kind.BUFFER) {
            names.introduce(ctx.bufferName(), Kind.BUFFER, pages);
        } else {
            names.checkVisible(ctx.bufferName().getStart(), known);
            if (place != null) {
                problems.add(
                        ctx.bufferName().getStart(),
                        "a place for the known buffer " + Problems.quoted(buffer),
                        "none, since it keeps the address that it had on line "
                                + known.at().line());
            }
            if (known.pages() != pages) {
                problems.add(
                        ctx.INT().getSymbol(),
                        Problems.quoted(ctx.INT().getText()) + " pages for the known buffer " + Problems.quoted(buffer),
                        known.pages() + ", the size it had on line "
                                + known.at().line());
            }
        }
        return new Mmap(at, actor.name(), buffer, pages, sharing, protection, huge, file, place, register);
    }

    private @Nullable Place place(Token word) {
        Optional<Place> place = Place.of(word.getText());
        if (place.isEmpty()) {
            problems.unknown(word, "a place: " + String.join(", ", Place.words()), Place.words());
        }
        return place.orElse(null);
    }

    @Override
    public Step visitMunmap(MunmapContext ctx) {
        return new Munmap(at, actor.name(), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitMremap(MremapContext ctx) {
        Name buffer = names.use(ctx.bufferName(0), Kind.BUFFER);
        String target =
                names.introduce(ctx.bufferName(1), Kind.BUFFER, buffer == null ? Scenario.MAX_PAGES : buffer.pages());
        return new Mremap(at, actor.name(), ctx.bufferName(0).getText(), target, register);
    }

    @Override
    public Step visitMprotect(MprotectContext ctx) {
        Protection protection = Protection.valueOf(constant(ctx.getStop()));
        return new Mprotect(at, actor.name(), parts.range(ctx.range()), protection, register);
    }

    @Override
    public Step visitMadvise(MadviseContext ctx) {
        Advice advice = Advice.valueOf(constant(ctx.advice().getStart()));
        return new Madvise(at, actor.name(), parts.range(ctx.range()), advice, register);
    }

    // ---- reads and writes, which processes, queues and page references have

    @Override
    public Step visitRead(ReadContext ctx) {
        PageRef page = parts.page(ctx.page(), ctx.getStart(), actor);
        return switch (actor.kind()) {
            case QUEUE -> new DeviceRead(at, actor.name(), page, register);
            case REFERENCE -> new ReferenceRead(at, actor.name(), register);
            default -> new CpuRead(at, actor.name(), page, register);
        };
    }

    @Override
    public Step visitWrite(WriteContext ctx) {
        PageRef page = parts.page(ctx.page(), ctx.getStart(), actor);
        Value value = parts.value(ctx.value());
        return switch (actor.kind()) {
            case QUEUE -> new DeviceWrite(at, actor.name(), page, value, register);
            case REFERENCE -> new ReferenceWrite(at, actor.name(), value, register);
            default -> new CpuWrite(at, actor.name(), page, value, register);
        };
    }

    @Override
    public Step visitCopy(CopyContext ctx) {
        int before = problems.size();
        PageRange from = parts.range(ctx.range(0));
        PageRange to = parts.range(ctx.range(1));
        if (problems.size() == before && from.pages() != to.pages()) {
            problems.add(
                    ctx.range(1).getStart(),
                    to.pages() + " pages as the destination",
                    from.pages() + ", as many as the source has");
        }
        return new DeviceCopy(at, actor.name(), from, to, register);
    }

    @Override
    public Step visitTag(TagContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        return new TagQueue(at, actor.name(), ctx.queueName().getText(), register);
    }

    // ---- life of a process

    @Override
    public Step visitFork(ForkContext ctx) {
        return new Fork(at, actor.name(), names.introduce(ctx.processName(), Kind.PROCESS, 0), register);
    }

    @Override
    public Step visitClone(CloneContext ctx) {
        return new CloneVm(at, actor.name(), names.introduce(ctx.processName(), Kind.PROCESS, 0), register);
    }

    @Override
    public Step visitVfork(VforkContext ctx) {
        return new Vfork(at, actor.name(), names.introduce(ctx.processName(), Kind.PROCESS, 0), register);
    }

    @Override
    public Step visitExec(ExecContext ctx) {
        return new Exec(at, actor.name(), register);
    }

    @Override
    public Step visitExit(ExitContext ctx) {
        return new Exit(at, actor.name(), register);
    }

    @Override
    public Step visitKill(KillContext ctx) {
        return new Kill(at, actor.name(), register);
    }

    // ---- queues

    @Override
    public Step visitOpen(OpenContext ctx) {
        String device = defaultDevice;
        String with = null;
        boolean inherit = false;
        boolean raw = false;
        Set<String> given = new HashSet<>();
        for (OpenOptionContext option : ctx.openOption()) {
            String word = option.getStart().getText();
            once(given, word, option.getStart());
            switch (word) {
                case "on" -> device = parts.device(option.deviceName().getStart());
                case "with" -> {
                    names.use(option.queueName(), Kind.QUEUE);
                    with = option.queueName().getText();
                }
                case "inherit" -> inherit = true;
                default -> raw = true;
            }
        }
        String queue = names.introduce(ctx.queueName(), Kind.QUEUE, 0);
        return new OpenQueue(at, actor.name(), queue, device, with, inherit, raw, register);
    }

    @Override
    public Step visitLease(LeaseContext ctx) {
        names.use(ctx.processName(), Kind.PROCESS);
        String queue = names.introduce(ctx.queueName(), Kind.QUEUE, 0);
        return new LeaseQueue(
                at, actor.name(), queue, defaultDevice, ctx.processName().getText(), register);
    }

    @Override
    public Step visitClose(CloseContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        return new CloseQueue(at, actor.name(), ctx.queueName().getText(), ctx.RAW() != null, register);
    }

    @Override
    public Step visitDup(DupContext ctx) {
        names.use(ctx.queueName(0), Kind.QUEUE);
        String copy = names.introduce(ctx.queueName(1), Kind.QUEUE, 0);
        return new DupQueue(at, actor.name(), ctx.queueName(0).getText(), copy, register);
    }

    @Override
    public Step visitMap(MapContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        String queue = ctx.queueName().getText();
        String device = null;
        if (ctx.bufferName() != null) {
            names.use(ctx.bufferName(), Kind.BUFFER);
            device = ctx.bufferName().getText();
        }
        return new MapRange(at, actor.name(), queue, parts.range(ctx.range()), access(ctx.RO()), device, register);
    }

    @Override
    public Step visitUnmap(UnmapContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        return new UnmapRange(at, actor.name(), ctx.queueName().getText(), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitStart(StartContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        return new StartQueue(at, actor.name(), ctx.queueName().getText(), register);
    }

    @Override
    public Step visitPut(PutContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        return new PutQueue(at, actor.name(), ctx.queueName().getText(), register);
    }

    @Override
    public Step visitRegion(RegionContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new MapRegion(at, actor.name(), ctx.queueName().getText(), region, register);
    }

    @Override
    public Step visitUnregion(UnregionContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new UnmapRegion(at, actor.name(), ctx.queueName().getText(), region, register);
    }

    @Override
    public Step visitTouch(TouchContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new TouchRegion(at, actor.name(), ctx.queueName().getText(), region, register);
    }

    @Override
    public Step visitBind(BindContext ctx) {
        names.use(ctx.queueName(), Kind.QUEUE);
        names.use(ctx.processName(), Kind.PROCESS);
        return new BindQueue(
                at, actor.name(), ctx.queueName().getText(), ctx.processName().getText(), register);
    }

    // ---- page references

    @Override
    public Step visitPin(PinContext ctx) {
        Access access = Access.RW;
        boolean longterm = false;
        Set<String> given = new HashSet<>();
        for (PinOptionContext option : ctx.pinOption()) {
            if (option.LONGTERM() != null) {
                once(given, "longterm", option.getStart());
                longterm = true;
            } else {
                once(given, "of rw and ro", option.getStart());
                access = access(option.RO());
            }
        }
        PageRange range = parts.range(ctx.range());
        String reference = names.introduce(ctx.referenceName(), Kind.REFERENCE, 0);
        return new Pin(at, actor.name(), reference, range, access, longterm, register);
    }

    @Override
    public Step visitGet(GetContext ctx) {
        PageRange range = parts.range(ctx.range());
        String reference = names.introduce(ctx.referenceName(), Kind.REFERENCE, 0);
        return new Get(at, actor.name(), reference, range, access(ctx.RO()), register);
    }

    @Override
    public Step visitUnpin(UnpinContext ctx) {
        names.use(ctx.referenceName(), Kind.REFERENCE);
        return new Unpin(at, actor.name(), ctx.referenceName().getText(), register);
    }

    // ---- root

    @Override
    public Step visitCreateMdev(CreateMdevContext ctx) {
        String device = parts.device(ctx.deviceName().getStart());
        return new CreateMdev(at, names.introduce(ctx.mdevName(), Kind.MDEV, 0), device, register);
    }

    @Override
    public Step visitRemoveMdev(RemoveMdevContext ctx) {
        names.use(ctx.mdevName(), Kind.MDEV);
        return new RemoveMdev(at, ctx.mdevName().getText(), register);
    }

    @Override
    public Step visitIsolate(IsolateContext ctx) {
        return new Isolate(at, parts.device(ctx.deviceName().getStart()), register);
    }

    @Override
    public Step visitPlug(PlugContext ctx) {
        return new Plug(at, parts.device(ctx.deviceName().getStart()), register);
    }

    @Override
    public Step visitUnplug(UnplugContext ctx) {
        return new Unplug(at, parts.device(ctx.deviceName().getStart()), register);
    }

    @Override
    public Step visitSwapout(SwapoutContext ctx) {
        names.use(ctx.processName(), Kind.PROCESS);
        return new SwapOut(at, ctx.processName().getText(), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitMigrate(MigrateContext ctx) {
        names.use(ctx.processName(), Kind.PROCESS);
        return new Migrate(at, ctx.processName().getText(), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitCount(CountContext ctx) {
        if (register == null) {
            problems.add(ctx.getStart(), "a count that binds no register", "'-> r' at the end of the line");
        }
        return new Count(at, counters.read(ctx.counter()), register);
    }

    // ---- small parts

    private static Access access(@Nullable TerminalNode readOnly) {
        return readOnly != null ? Access.RO : Access.RW;
    }

    private static String constant(Token word) {
        return word.getText().toUpperCase(Locale.ROOT);
    }

    /** Of the options of one group a step has at most one. */
    private void once(Set<String> given, String group, Token word) {
        if (!given.add(group)) {
            problems.add(word, "a further " + Problems.quoted(word.getText()), "at most one " + group);
        }
    }
}
