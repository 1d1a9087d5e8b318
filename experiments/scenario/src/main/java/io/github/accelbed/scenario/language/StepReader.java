package io.github.accelbed.scenario.language;

import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.scenario.grammar.ScenarioBaseVisitor;
import io.github.accelbed.scenario.grammar.ScenarioParser.BindContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.BufferNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CallContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ClearRefsContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CloneContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CloseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CopyContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CountContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.CreateMdevContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DeviceNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.DupContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExecContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ExitContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.FileNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ForkContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.GetContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.IsolateContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.KhugepagedContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.KillContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.KsmContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.LeaseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MadviseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MigrateContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MmapOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MprotectContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MremapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.MunmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.NumaHintContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.OpenContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.OpenOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PinContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PinOptionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PlugContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ProcessNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.PutContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.QueueNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReadContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReadJobContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReferenceNameContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.RegionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReleaseLeaseContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.RemoveMdevContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ReregContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StartContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StepLineContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.SubmitContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.SwapoutContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TagContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TouchContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.TruncateContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UffdContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnmapContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnpinContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnplugContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.UnregionContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.VforkContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.WriteContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.WriteJobContext;
import io.github.accelbed.scenario.language.Names.Kind;
import io.github.accelbed.scenario.language.Names.Name;
import io.github.accelbed.scenario.language.step.Advice;
import io.github.accelbed.scenario.language.step.BindStep;
import io.github.accelbed.scenario.language.step.CallStep;
import io.github.accelbed.scenario.language.step.ClearRefsStep;
import io.github.accelbed.scenario.language.step.CloneStep;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.CountStep;
import io.github.accelbed.scenario.language.step.CreateMdevStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
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
import io.github.accelbed.scenario.language.step.NumaHintStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Place;
import io.github.accelbed.scenario.language.step.PlugStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutStep;
import io.github.accelbed.scenario.language.step.ReadStep;
import io.github.accelbed.scenario.language.step.ReferenceReadStep;
import io.github.accelbed.scenario.language.step.ReferenceWriteStep;
import io.github.accelbed.scenario.language.step.RegionStep;
import io.github.accelbed.scenario.language.step.ReleaseStep;
import io.github.accelbed.scenario.language.step.RemoveMdevStep;
import io.github.accelbed.scenario.language.step.ReregStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.RootCallStep;
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
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final DeviceName defaultDevice;
    private final Map<MdevName, DeviceName> parents = new HashMap<>();

    /** By name: whether it is a file or a memfd. */
    private final Map<String, String> files = new HashMap<>();

    // The line that is being read; the visits below see only the part behind the colon.
    private Position at = Position.NONE;
    private Actor actor = new Actor(Actor.Kind.PROCESS, "A");
    private @Nullable String register;

    StepReader(Problems problems, Names names, List<DeclaredDevice> devices) {
        this.problems = problems;
        this.readers = new Readers(problems);
        this.names = names;
        this.parts = new Parts(problems, names, devices);
        counters = new CounterReader(problems, names, parts);
        this.defaultDevice = new DeviceName(devices.get(0).kind());
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
        boolean hugetlb = false;
        Zone zone = null;
        String file = null;
        String memfd = null;
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
                    once(given, "of huge and hugetlb", word);
                    huge = true;
                }
                case "hugetlb" -> {
                    once(given, "of huge and hugetlb", word);
                    once(given, "of file, memfd and hugetlb", word);
                    hugetlb = true;
                }
                case "movable", "cma" -> {
                    once(given, "of movable and cma", word);
                    zone = Zone.valueOf(constant(word));
                }
                case "at" -> {
                    once(given, "at", word);
                    place = place(option.placeName().getStart());
                }
                case "memfd" -> {
                    once(given, "of file, memfd and hugetlb", word);
                    memfd = file(option.fileName(), "memfd");
                }
                default -> {
                    once(given, "of file, memfd and hugetlb", word);
                    file = file(option.fileName(), "file");
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
        return new MmapStep(
                at,
                process(),
                new BufferName(buffer),
                pages,
                sharing,
                protection,
                huge,
                hugetlb,
                zone,
                file,
                memfd,
                place,
                register);
    }

    /** The name of a file or memfd; it stands for one of the two. */
    private String file(FileNameContext name, String kind) {
        String known = files.putIfAbsent(name.getText(), kind);
        if (known != null && !known.equals(kind)) {
            problems.add(
                    name.getStart(),
                    "the " + kind + " " + Problems.quoted(name.getText()),
                    "another name, since that is a " + known + " above");
        }
        return name.getText();
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
        return new MunmapStep(at, process(), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitMremap(MremapContext ctx) {
        String moved = ctx.movedName().getText();
        Name known = names.find(moved);
        Token to = ctx.bufferName().getStart();
        if (known != null && known.kind() == Kind.QUEUE) {
            names.use(ctx.movedName(), Kind.QUEUE);
            List<String> regions = List.of("mmio", "dus");
            if (!regions.contains(to.getText())) {
                problems.unknown(to, "a region of the queue: mmio or dus", regions);
                return new MremapRegionStep(at, process(), new QueueName(moved), RegionKind.MMIO, register);
            }
            return new MremapRegionStep(
                    at, process(), new QueueName(moved), RegionKind.valueOf(constant(to)), register);
        }
        Name buffer = names.use(ctx.movedName(), Kind.BUFFER);
        int pages = buffer == null ? Scenario.MAX_PAGES : buffer.pages();
        BufferName target = new BufferName(names.introduce(ctx.bufferName(), Kind.BUFFER, pages));
        return new MremapStep(at, process(), new BufferName(moved), target, register);
    }

    @Override
    public Step visitUffd(UffdContext ctx) {
        UffdMode mode = UffdMode.valueOf(constant(ctx.getStop()));
        return new UffdStep(at, process(), parts.range(ctx.range()), mode, register);
    }

    @Override
    public Step visitMprotect(MprotectContext ctx) {
        Protection protection = Protection.valueOf(constant(ctx.getStop()));
        return new MprotectStep(at, process(), parts.range(ctx.range()), protection, register);
    }

    @Override
    public Step visitMadvise(MadviseContext ctx) {
        Advice advice = Advice.valueOf(constant(ctx.advice().getStart()));
        return new MadviseStep(at, process(), parts.range(ctx.range()), advice, register);
    }

    @Override
    public Step visitTruncate(TruncateContext ctx) {
        int pages = readers.integer(ctx.INT().getSymbol(), 0, Scenario.MAX_PAGES, "a number of pages");
        return new TruncateStep(at, process(), ctx.fileName().getText(), pages, register);
    }

    // ---- reads and writes, which processes, queues and page references have

    @Override
    public Step visitRead(ReadContext ctx) {
        PageRef page = parts.page(ctx.page(), ctx.getStart(), actor);
        return switch (actor.kind()) {
            case QUEUE -> new DeviceReadStep(at, queue(), page, register);
            case REFERENCE -> new ReferenceReadStep(at, reference(), register);
            default -> new ReadStep(at, process(), page, register);
        };
    }

    @Override
    public Step visitWrite(WriteContext ctx) {
        PageRef page = parts.page(ctx.page(), ctx.getStart(), actor);
        Value value = parts.value(ctx.value());
        return switch (actor.kind()) {
            case QUEUE -> new DeviceWriteStep(at, queue(), page, value, register);
            case REFERENCE -> new ReferenceWriteStep(at, reference(), value, register);
            default -> new WriteStep(at, process(), page, value, register);
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
        return new CopyStep(at, queue(), from, to, register);
    }

    @Override
    public Step visitTag(TagContext ctx) {
        return new TagStep(at, queue(), queue(ctx.queueName()), register);
    }

    // ---- life of a process

    @Override
    public Step visitFork(ForkContext ctx) {
        return new ForkStep(at, process(), newProcess(ctx.processName()), register);
    }

    @Override
    public Step visitClone(CloneContext ctx) {
        return new CloneStep(at, process(), newProcess(ctx.processName()), register);
    }

    @Override
    public Step visitVfork(VforkContext ctx) {
        return new VforkStep(at, process(), newProcess(ctx.processName()), register);
    }

    @Override
    public Step visitExec(ExecContext ctx) {
        BufferName kept = ctx.bufferName() == null ? null : buffer(ctx.bufferName());
        return new ExecStep(at, process(), kept, register);
    }

    @Override
    public Step visitExit(ExitContext ctx) {
        return new ExitStep(at, process(), register);
    }

    @Override
    public Step visitKill(KillContext ctx) {
        return new KillStep(at, process(), register);
    }

    // ---- queues

    @Override
    public Step visitOpen(OpenContext ctx) {
        DeviceName device = null;
        MdevName mdev = null;
        QueueName with = null;
        boolean inherit = false;
        boolean raw = false;
        Set<String> given = new HashSet<>();
        for (OpenOptionContext option : ctx.openOption()) {
            String word = option.getStart().getText();
            once(given, word.equals("of") ? "'of'" : word, option.getStart());
            switch (word) {
                case "on" -> device = device(option.deviceName());
                case "of" -> {
                    names.use(option.mdevName(), Kind.MDEV);
                    mdev = new MdevName(option.mdevName().getText());
                }
                case "with" -> with = queue(option.queueName());
                case "inherit" -> inherit = true;
                default -> raw = true;
            }
        }
        QueueName queue = newQueue(ctx.queueName());
        DeviceName parent = mdev == null ? defaultDevice : parents.getOrDefault(mdev, defaultDevice);
        if (mdev != null && device != null && !device.equals(parent)) {
            problems.add(
                    ctx.getStart(),
                    "an instance of " + Problems.quoted(parent.text()) + " on another device",
                    "the device that it was created on, or none");
        }
        return new OpenStep(at, process(), queue, device == null ? parent : device, mdev, with, inherit, raw, register);
    }

    @Override
    public Step visitLease(LeaseContext ctx) {
        ProcessName manager = process(ctx.processName());
        return new LeaseStep(at, process(), newQueue(ctx.queueName()), defaultDevice, manager, register);
    }

    @Override
    public Step visitClose(CloseContext ctx) {
        return new CloseStep(at, process(), queue(ctx.queueName()), ctx.RAW() != null, register);
    }

    @Override
    public Step visitDup(DupContext ctx) {
        QueueName copy = newQueue(ctx.queueName(1));
        return new DupStep(at, process(), queue(ctx.queueName(0)), copy, register);
    }

    @Override
    public Step visitMap(MapContext ctx) {
        QueueName queue = queue(ctx.queueName());
        BufferName device = ctx.bufferName() == null ? null : buffer(ctx.bufferName());
        PageRange range = parts.range(ctx.range());
        boolean vaddr = ctx.VADDR() != null;
        return new MapStep(at, process(), queue, range, access(ctx.RO()), device, vaddr, register);
    }

    @Override
    public Step visitUnmap(UnmapContext ctx) {
        boolean vaddr = ctx.VADDR() != null;
        return new UnmapStep(at, process(), queue(ctx.queueName()), parts.range(ctx.range()), vaddr, register);
    }

    @Override
    public Step visitRereg(ReregContext ctx) {
        PageRange range = parts.range(ctx.range());
        return new ReregStep(at, process(), queue(ctx.queueName()), range, access(ctx.RO()), register);
    }

    @Override
    public Step visitStart(StartContext ctx) {
        return new StartStep(at, process(), queue(ctx.queueName()), register);
    }

    @Override
    public Step visitPut(PutContext ctx) {
        return new PutStep(at, process(), queue(ctx.queueName()), register);
    }

    @Override
    public Step visitRegion(RegionContext ctx) {
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new RegionStep(at, process(), queue(ctx.queueName()), region, register);
    }

    @Override
    public Step visitUnregion(UnregionContext ctx) {
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new UnregionStep(at, process(), queue(ctx.queueName()), region, register);
    }

    @Override
    public Step visitTouch(TouchContext ctx) {
        RegionKind region = RegionKind.valueOf(constant(ctx.getStop()));
        return new TouchStep(at, process(), queue(ctx.queueName()), region, register);
    }

    @Override
    public Step visitSubmit(SubmitContext ctx) {
        QueueName queue = queue(ctx.queueName());
        return ctx.job() instanceof WriteJobContext write
                ? new SubmitStep(
                        at,
                        process(),
                        queue,
                        SubmitStep.Kind.WRITE,
                        parts.page(write.page(), write.getStart(), actor),
                        parts.value(write.value()),
                        register)
                : new SubmitStep(
                        at,
                        process(),
                        queue,
                        SubmitStep.Kind.READ,
                        readPage((ReadJobContext) ctx.job()),
                        null,
                        register);
    }

    private PageRef readPage(ReadJobContext job) {
        return parts.page(job.page(), job.getStart(), actor);
    }

    @Override
    public Step visitBind(BindContext ctx) {
        return new BindStep(at, process(), queue(ctx.queueName()), process(ctx.processName()), register);
    }

    @Override
    public Step visitCall(CallContext ctx) {
        String name = ctx.callName().getText();
        List<PageRange> ranges = ctx.range().stream().map(parts::range).toList();
        List<IntegerValue> numbers = ctx.INT().stream()
                .map(number -> new IntegerValue(readers.integer(number.getSymbol())))
                .toList();
        if (actor.kind() != Actor.Kind.ROOT) {
            names.use(ctx.callee(), Kind.QUEUE);
            QueueName queue = new QueueName(ctx.callee().getText());
            return new CallStep(at, process(), queue, name, ranges, numbers, register);
        }
        if (!ranges.isEmpty()) {
            problems.add(ctx.range(0).getStart(), "pages in a call of root", "numbers, since root has no buffers");
        }
        DeviceName device = new DeviceName(parts.device(ctx.callee().getStart()));
        return new RootCallStep(at, device, name, numbers, register);
    }

    // ---- page references

    @Override
    public Step visitPin(PinContext ctx) {
        Right access = Right.RW;
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
        ReferenceName reference = newReference(ctx.referenceName());
        return new PinStep(at, process(), reference, range, access, longterm, register);
    }

    @Override
    public Step visitGet(GetContext ctx) {
        PageRange range = parts.range(ctx.range());
        ReferenceName reference = newReference(ctx.referenceName());
        return new GetStep(at, process(), reference, range, access(ctx.RO()), register);
    }

    @Override
    public Step visitUnpin(UnpinContext ctx) {
        return new UnpinStep(at, process(), reference(ctx.referenceName()), register);
    }

    // ---- root

    @Override
    public Step visitCreateMdev(CreateMdevContext ctx) {
        DeviceName device = device(ctx.deviceName());
        MdevName mdev = new MdevName(names.introduce(ctx.mdevName(), Kind.MDEV, 0));
        parents.putIfAbsent(mdev, device);
        return new CreateMdevStep(at, mdev, device, register);
    }

    @Override
    public Step visitRemoveMdev(RemoveMdevContext ctx) {
        names.use(ctx.mdevName(), Kind.MDEV);
        return new RemoveMdevStep(at, new MdevName(ctx.mdevName().getText()), register);
    }

    @Override
    public Step visitReleaseLease(ReleaseLeaseContext ctx) {
        return new ReleaseStep(at, queue(ctx.queueName()), process(ctx.processName()), register);
    }

    @Override
    public Step visitIsolate(IsolateContext ctx) {
        return new IsolateStep(at, device(ctx.deviceName()), register);
    }

    @Override
    public Step visitPlug(PlugContext ctx) {
        return new PlugStep(at, device(ctx.deviceName()), register);
    }

    @Override
    public Step visitUnplug(UnplugContext ctx) {
        return new UnplugStep(at, device(ctx.deviceName()), register);
    }

    @Override
    public Step visitSwapout(SwapoutContext ctx) {
        return new SwapOutStep(at, process(ctx.processName()), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitKsm(KsmContext ctx) {
        return ctx.range() == null
                ? new KsmStep(at, null, null, register)
                : new KsmStep(at, process(ctx.processName()), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitMigrate(MigrateContext ctx) {
        return new MigrateStep(at, process(ctx.processName()), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitClearRefs(ClearRefsContext ctx) {
        return new ClearRefsStep(at, process(ctx.processName()), register);
    }

    @Override
    public Step visitNumaHint(NumaHintContext ctx) {
        return new NumaHintStep(at, process(ctx.processName()), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitKhugepaged(KhugepagedContext ctx) {
        return new KhugepagedStep(at, process(ctx.processName()), parts.range(ctx.range()), register);
    }

    @Override
    public Step visitCount(CountContext ctx) {
        if (register == null) {
            problems.add(ctx.getStart(), "a count that binds no register", "'-> r' at the end of the line");
        }
        return new CountStep(at, counters.read(ctx.counter()), register);
    }

    // ---- names: of who acts, of somebody known, and new ones

    private ProcessName process() {
        return new ProcessName(actor.name());
    }

    private ProcessName process(ProcessNameContext ctx) {
        names.use(ctx, Kind.PROCESS);
        return new ProcessName(ctx.getText());
    }

    private ProcessName newProcess(ProcessNameContext ctx) {
        return new ProcessName(names.introduce(ctx, Kind.PROCESS, 0));
    }

    private QueueName queue() {
        return new QueueName(actor.name());
    }

    private QueueName queue(QueueNameContext ctx) {
        names.use(ctx, Kind.QUEUE);
        return new QueueName(ctx.getText());
    }

    private QueueName newQueue(QueueNameContext ctx) {
        return new QueueName(names.introduce(ctx, Kind.QUEUE, 0));
    }

    private ReferenceName reference() {
        return new ReferenceName(actor.name());
    }

    private ReferenceName reference(ReferenceNameContext ctx) {
        names.use(ctx, Kind.REFERENCE);
        return new ReferenceName(ctx.getText());
    }

    private ReferenceName newReference(ReferenceNameContext ctx) {
        return new ReferenceName(names.introduce(ctx, Kind.REFERENCE, 0));
    }

    private BufferName buffer(BufferNameContext ctx) {
        names.use(ctx, Kind.BUFFER);
        return new BufferName(ctx.getText());
    }

    private DeviceName device(DeviceNameContext ctx) {
        return new DeviceName(parts.device(ctx.getStart()));
    }

    // ---- small parts

    private static Right access(@Nullable TerminalNode readOnly) {
        return readOnly != null ? Right.RO : Right.RW;
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
