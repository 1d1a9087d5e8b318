package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.language.condition.And;
import io.github.accelbed.scenario.language.condition.Comparator;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.condition.Literal;
import io.github.accelbed.scenario.language.condition.Not;
import io.github.accelbed.scenario.language.condition.Operand;
import io.github.accelbed.scenario.language.condition.Or;
import io.github.accelbed.scenario.language.condition.Register;
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
import io.github.accelbed.scenario.language.step.ParBlock;
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
import io.github.accelbed.scenario.language.step.Statement;
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
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Symbols;
import io.github.accelbed.scenario.language.term.TextValue;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Builds valid scenarios of every kind of step, header and condition from a seed, without any text. */
final class RandomScenario {

    private static final Position AT = Position.NONE;
    private static final int STEP_KINDS = 49;

    private final Random random;
    private final List<ProcessName> processes = new ArrayList<>(List.of(new ProcessName("A")));
    private final List<PageRange> buffers = new ArrayList<>();
    private final List<QueueName> queues = new ArrayList<>();
    private final List<ReferenceName> references = new ArrayList<>();
    private final List<MdevName> mdevs = new ArrayList<>();
    private final Map<MdevName, DeviceName> parents = new HashMap<>();
    private final List<String> registers = new ArrayList<>();
    private List<DeclaredDevice> devices = List.of();
    private int names;

    RandomScenario(long seed) {
        random = new Random(seed);
    }

    Scenario build() {
        devices = chance(3)
                ? List.of(DeclaredDevice.DEFAULT)
                : List.of(
                        new DeclaredDevice(AT, "zip", 1 + random.nextInt(1024), chance(2) ? null : "odp"),
                        new DeclaredDevice(
                                AT,
                                "nic",
                                1 + random.nextInt(DeclaredDevice.MAX_QUEUES),
                                null,
                                chance(2),
                                chance(2),
                                chance(2),
                                pick(IommuKind.values()),
                                pick(32, 39, 48)));
        List<Statement> statements = statements();
        List<Expectation> expectations = IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> expectation())
                .toList();
        return new Scenario(
                "",
                "",
                pick("x", "a/b", "5.9+x", "1_2-3"),
                pick("Why?", "\"quoted\" \\ # not a comment", "é 😀\tx"),
                chance(2) ? List.of() : List.of("004-2", "000-1"),
                chance(2) ? Scenario.DEFAULT_KERNELS : List.of(version(4), version(5), version(6)),
                chance(2) ? Scenario.DEFAULT_BACKENDS : List.of("odp", "vfio-emulated"),
                devices,
                new Limits(
                        chance(2) ? null : pick(0L, 1L, 1023L, 1024L, 65_536L, 3L << 20, 5L << 30, 1L << 40),
                        chance(2) ? null : random.nextInt(9),
                        chance(2) ? null : random.nextInt(9),
                        chance(2) ? null : random.nextInt(9)),
                new Exploration(
                        chance(2)
                                ? List.of()
                                : List.of(SpontaneousEvent.RECLAIM, SpontaneousEvent.EVICT, SpontaneousEvent.MIGRATE),
                        chance(2) ? null : random.nextInt(Exploration.MAX_RETRIES)),
                chance(2) ? List.of() : List.of("notifier", "accounting"),
                statements,
                expectations,
                List.of());
    }

    private List<Statement> statements() {
        buffers.add(new PageRange(new BufferName("buf"), 0, 3));
        List<Statement> list = new ArrayList<>();
        list.add(new MmapStep(
                AT, any(processes), buffers.get(0).buffer(), 4, Sharing.PRIVATE, Protection.RW, false, null, null));
        list.add(new OpenStep(
                AT, any(processes), name(queues, QueueName::new, "q"), device(), null, null, false, false, null));
        list.add(new PinStep(
                AT, any(processes), name(references, ReferenceName::new, "p"), buffers.get(0), Right.RW, false, null));
        list.add(createMdev());
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            list.add(chance(6) ? par() : step());
        }
        return list;
    }

    /** Names that a branch introduces are forgotten at its end, so that no other branch uses them. */
    private ParBlock par() {
        List<List<Step>> branches = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            List<List<?>> known = List.of(processes, buffers, queues, references, mdevs);
            List<Integer> sizes = known.stream().map(List::size).toList();
            List<Step> branch = new ArrayList<>();
            for (int j = 1 + random.nextInt(4); j > 0; j--) {
                branch.add(step());
            }
            branches.add(branch);
            for (int j = 0; j < known.size(); j++) {
                known.get(j).subList(sizes.get(j), known.get(j).size()).clear();
            }
        }
        return new ParBlock(AT, chance(2) ? 0 : 1 + random.nextInt(ParBlock.MAX_PREEMPT), branches);
    }

    private Step step() {
        ProcessName process = any(processes);
        QueueName queue = any(queues);
        PageRange whole = any(buffers);
        PageRange range = range(whole);
        PageRef page = new PageRef(range.buffer(), range.last());
        return switch (random.nextInt(STEP_KINDS)) {
            case 0 -> mmap(process);
            case 1 -> new MunmapStep(AT, process, range, register());
            case 2 -> mremap(process, whole);
            case 3 -> new MprotectStep(AT, process, range, pick(Protection.values()), register());
            case 4 -> new MadviseStep(AT, process, range, pick(Advice.values()), register());
            case 5 -> new ReadStep(AT, process, page, register());
            case 6 -> new WriteStep(AT, process, page, value(), register());
            case 7 -> new ForkStep(AT, process, name(processes, ProcessName::new, "P"), register());
            case 8 ->
                chance(2)
                        ? new VforkStep(AT, process, name(processes, ProcessName::new, "P"), register())
                        : new CloneStep(AT, process, name(processes, ProcessName::new, "P"), register());
            case 9 -> new ExecStep(AT, process, chance(2) ? null : range.buffer(), register());
            case 10 -> new ExitStep(AT, process, register());
            case 11 -> new KillStep(AT, process, register());
            case 12 -> open(process, queue);
            case 13 -> new CloseStep(AT, process, queue, chance(2), register());
            case 14 -> new DupStep(AT, process, queue, name(queues, QueueName::new, "q"), register());
            case 15 ->
                new MapStep(
                        AT,
                        process,
                        queue,
                        range,
                        pick(Right.values()),
                        chance(2) ? null : range.buffer(),
                        chance(3),
                        register());
            case 16 ->
                chance(2)
                        ? new UnmapStep(AT, process, queue, range, chance(3), register())
                        : new ReregStep(AT, process, queue, range, pick(Right.values()), register());
            case 17 -> chance(2) ? new StartStep(AT, process, queue, register()) : submit(process, queue, page);
            case 18 -> new PutStep(AT, process, queue, register());
            case 19 -> new RegionStep(AT, process, queue, pick(RegionKind.values()), register());
            case 20 -> new UnregionStep(AT, process, queue, pick(RegionKind.values()), register());
            case 21 ->
                new PinStep(
                        AT,
                        process,
                        name(references, ReferenceName::new, "p"),
                        range,
                        pick(Right.values()),
                        chance(2),
                        register());
            case 22 ->
                new GetStep(
                        AT,
                        process,
                        name(references, ReferenceName::new, "p"),
                        range,
                        pick(Right.values()),
                        register());
            case 23 -> new UnpinStep(AT, process, any(references), register());
            case 24 -> new DeviceReadStep(AT, queue, page, register());
            case 25 -> new DeviceWriteStep(AT, queue, page, value(), register());
            case 26 -> new CopyStep(AT, queue, range, range, register());
            case 27 -> new ReferenceReadStep(AT, any(references), register());
            case 28 -> new ReferenceWriteStep(AT, any(references), value(), register());
            case 29 -> createMdev();
            case 30 ->
                chance(2)
                        ? new RemoveMdevStep(AT, any(mdevs), register())
                        : new ReleaseStep(AT, queue, process, register());
            case 31 -> new IsolateStep(AT, device(), register());
            case 32 -> new UnplugStep(AT, device(), register());
            case 39 -> new PlugStep(AT, device(), register());
            case 33 -> new SwapOutStep(AT, process, range, register());
            case 34 ->
                new CountStep(
                        AT, new Counter(AT, CounterKind.SYSCALLS, process.text()), name(registers, text -> text, "r"));
            case 35 -> new BindStep(AT, process, queue, any(processes), register());
            case 36 -> new TagStep(AT, queue, any(queues), register());
            case 37 ->
                chance(2)
                        ? new TouchStep(AT, process, queue, pick(RegionKind.values()), register())
                        : new MremapRegionStep(AT, process, queue, pick(RegionKind.values()), register());
            case 40 -> new RootCallStep(AT, device(), "rmmod", numbers(), register());
            case 41 ->
                new CallStep(
                        AT,
                        process,
                        queue,
                        pick("poll", "IOMMU_X", "write"),
                        chance(2) ? List.of() : List.of(range, whole),
                        numbers(),
                        register());
            case 38 ->
                new LeaseStep(
                        AT,
                        process,
                        name(queues, QueueName::new, "q"),
                        new DeviceName(devices.get(0).kind()),
                        any(processes),
                        register());
            case 42 -> new TruncateStep(AT, process, "file", random.nextInt(5), register());
            case 43 -> new ClearRefsStep(AT, any(processes), register());
            case 44 -> new NumaHintStep(AT, any(processes), range, register());
            case 45 -> new KhugepagedStep(AT, process, range, register());
            case 46 -> new UffdStep(AT, process, range, any(List.of(UffdMode.values())), register());
            case 47 ->
                random.nextBoolean()
                        ? new KsmStep(AT, process, range, register())
                        : new KsmStep(AT, null, null, register());
            default -> new MigrateStep(AT, process, range, register());
        };
    }

    private List<IntegerValue> numbers() {
        return chance(2) ? List.of() : List.of(new IntegerValue(0), new IntegerValue(1L << 40));
    }

    private CreateMdevStep createMdev() {
        DeviceName device = device();
        MdevName mdev = name(mdevs, MdevName::new, "m");
        parents.put(mdev, device);
        return new CreateMdevStep(AT, mdev, device, register());
    }

    private OpenStep open(ProcessName process, QueueName queue) {
        MdevName mdev = chance(3) ? any(mdevs) : null;
        return new OpenStep(
                AT,
                process,
                name(queues, QueueName::new, "q"),
                mdev == null ? device() : Objects.requireNonNull(parents.get(mdev)),
                mdev,
                chance(2) ? null : queue,
                chance(2),
                chance(2),
                register());
    }

    private SubmitStep submit(ProcessName process, QueueName queue, PageRef page) {
        SubmitStep.Kind job = pick(SubmitStep.Kind.values());
        Value value = job == SubmitStep.Kind.WRITE ? value() : null;
        return new SubmitStep(AT, process, queue, job, page, value, register());
    }

    private MmapStep mmap(ProcessName process) {
        int pages = 1 + random.nextInt(5);
        BufferName buffer = new BufferName("b" + names++);
        buffers.add(new PageRange(buffer, 0, pages - 1));
        boolean hugetlb = chance(4);
        String file = hugetlb || chance(2) ? null : "file";
        return new MmapStep(
                AT,
                process,
                buffer,
                pages,
                pick(Sharing.values()),
                pick(Protection.values()),
                !hugetlb && chance(2),
                hugetlb,
                chance(2) ? null : pick(Zone.values()),
                file,
                hugetlb || file != null || chance(2) ? null : "memfd",
                chance(2) ? null : pick(Place.values()),
                register());
    }

    private MremapStep mremap(ProcessName process, PageRange whole) {
        BufferName target = new BufferName("b" + names++);
        buffers.add(new PageRange(target, 0, whole.last()));
        return new MremapStep(AT, process, whole.buffer(), target, register());
    }

    private PageRange range(PageRange whole) {
        int first = random.nextInt(whole.pages());
        return chance(3) ? whole : new PageRange(whole.buffer(), first, first + random.nextInt(whole.pages() - first));
    }

    private Expectation expectation() {
        List<String> backends = chance(2) ? List.of() : List.of("uacce", "mm");
        List<VersionRange> ranges = chance(2)
                ? List.of()
                : List.of(
                        new VersionRange(version(5), null),
                        new VersionRange(null, version(4)),
                        new VersionRange(version(3), version(5)),
                        new VersionRange(version(6), null));
        return new Expectation(AT, backends, ranges, pick(Quantifier.values()), condition(4), "");
    }

    private Condition condition(int depth) {
        Supplier<List<Condition>> parts = () -> IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(i -> condition(depth - 1))
                .toList();
        return switch (depth == 0 ? 3 : random.nextInt(4)) {
            case 0 -> new And(AT, parts.get());
            case 1 -> new Or(AT, parts.get());
            case 2 -> new Not(AT, condition(depth - 1));
            default -> new Comparison(AT, operand(), pick(Comparator.values()), operand());
        };
    }

    private Operand operand() {
        return switch (random.nextInt(3)) {
            case 0 -> registers.isEmpty() ? new Literal(AT, Symbol.OK) : new Register(AT, any(registers));
            case 1 -> new Literal(AT, chance(2) ? value() : symbol());
            default -> counter();
        };
    }

    private Counter counter() {
        CounterKind kind = pick(CounterKind.values());
        return new Counter(
                AT,
                kind,
                switch (kind.argument()) {
                    case PROCESS -> any(processes).text();
                    case QUEUE -> any(queues).text();
                    case DEVICE -> device().text();
                    case NONE -> null;
                });
    }

    private Answer symbol() {
        return new Symbol(any(Symbols.all()));
    }

    private Value value() {
        return chance(2)
                ? new IntegerValue(pick(0L, -1L, 42L, Long.MAX_VALUE, Long.MIN_VALUE))
                : new TextValue(pick("", "old", "\"\\\n\r\t#", "-> r0", "é😀", "a b"));
    }

    private @Nullable String register() {
        return chance(2) ? null : name(registers, text -> text, pick("r", "R", "read-"));
    }

    private KernelVersion version(int major) {
        KernelVersion release = KernelVersion.nearest(major, random.nextInt(20));
        return chance(4) ? new KernelVersion(release.major(), release.minor(), random.nextInt(200)) : release;
    }

    private DeviceName device() {
        return new DeviceName(any(devices).kind());
    }

    private <N> N name(List<N> list, Function<String, N> type, String letter) {
        N name = type.apply(letter + names++);
        list.add(name);
        return name;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
