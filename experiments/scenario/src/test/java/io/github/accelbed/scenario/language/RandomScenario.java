package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
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
import io.github.accelbed.scenario.language.step.ParBlock;
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
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
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
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Symbols;
import io.github.accelbed.scenario.language.term.TextValue;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Builds valid scenarios of every kind of step, header and condition from a seed, without any text. */
final class RandomScenario {

    private static final Position AT = Position.NONE;
    private static final int STEP_KINDS = 41;

    private final Random random;
    private final List<String> processes = new ArrayList<>(List.of("A"));
    private final List<PageRange> buffers = new ArrayList<>();
    private final List<String> queues = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private final List<String> mdevs = new ArrayList<>();
    private final List<String> registers = new ArrayList<>();
    private List<Device> devices = List.of();
    private int names;

    RandomScenario(long seed) {
        random = new Random(seed);
    }

    Scenario build() {
        devices = chance(3)
                ? List.of(Device.DEFAULT)
                : List.of(
                        new Device(AT, "zip", 1 + random.nextInt(1024), chance(2) ? null : "odp"),
                        new Device(AT, "nic", 1 + random.nextInt(Device.MAX_QUEUES), null, chance(2), chance(2)));
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
        buffers.add(new PageRange("buf", 0, 3));
        List<Statement> list = new ArrayList<>();
        list.add(new Mmap(AT, "A", "buf", 4, Sharing.PRIVATE, Protection.RW, false, null, null));
        list.add(new OpenQueue(AT, "A", name(queues, "q"), device(), null, false, false, null));
        list.add(new Pin(AT, "A", name(references, "p"), buffers.get(0), Access.RW, false, null));
        list.add(new CreateMdev(AT, name(mdevs, "m"), device(), register()));
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
        String process = any(processes);
        String queue = any(queues);
        PageRange whole = any(buffers);
        PageRange range = range(whole);
        PageRef page = new PageRef(range.buffer(), range.last());
        return switch (random.nextInt(STEP_KINDS)) {
            case 0 -> mmap(process);
            case 1 -> new Munmap(AT, process, range, register());
            case 2 -> mremap(process, whole);
            case 3 -> new Mprotect(AT, process, range, pick(Protection.values()), register());
            case 4 -> new Madvise(AT, process, range, pick(Advice.values()), register());
            case 5 -> new CpuRead(AT, process, page, register());
            case 6 -> new CpuWrite(AT, process, page, value(), register());
            case 7 -> new Fork(AT, process, name(processes, "P"), register());
            case 8 ->
                chance(2)
                        ? new Vfork(AT, process, name(processes, "P"), register())
                        : new CloneVm(AT, process, name(processes, "P"), register());
            case 9 -> new Exec(AT, process, register());
            case 10 -> new Exit(AT, process, register());
            case 11 -> new Kill(AT, process, register());
            case 12 ->
                new OpenQueue(
                        AT,
                        process,
                        name(queues, "q"),
                        device(),
                        chance(2) ? null : queue,
                        chance(2),
                        chance(2),
                        register());
            case 13 -> new CloseQueue(AT, process, queue, chance(2), register());
            case 14 -> new DupQueue(AT, process, queue, name(queues, "q"), register());
            case 15 ->
                new MapRange(
                        AT,
                        process,
                        queue,
                        range,
                        pick(Access.values()),
                        chance(2) ? null : range.buffer(),
                        register());
            case 16 -> new UnmapRange(AT, process, queue, range, register());
            case 17 -> new StartQueue(AT, process, queue, register());
            case 18 -> new PutQueue(AT, process, queue, register());
            case 19 -> new MapRegion(AT, process, queue, pick(RegionKind.values()), register());
            case 20 -> new UnmapRegion(AT, process, queue, pick(RegionKind.values()), register());
            case 21 -> new Pin(AT, process, name(references, "p"), range, pick(Access.values()), chance(2), register());
            case 22 -> new Get(AT, process, name(references, "p"), range, pick(Access.values()), register());
            case 23 -> new Unpin(AT, process, any(references), register());
            case 24 -> new DeviceRead(AT, queue, page, register());
            case 25 -> new DeviceWrite(AT, queue, page, value(), register());
            case 26 -> new DeviceCopy(AT, queue, range, range, register());
            case 27 -> new ReferenceRead(AT, any(references), register());
            case 28 -> new ReferenceWrite(AT, any(references), value(), register());
            case 29 -> new CreateMdev(AT, name(mdevs, "m"), device(), register());
            case 30 -> new RemoveMdev(AT, any(mdevs), register());
            case 31 -> new Isolate(AT, device(), register());
            case 32 -> new Unplug(AT, device(), register());
            case 39 -> new Plug(AT, device(), register());
            case 33 -> new SwapOut(AT, process, range, register());
            case 34 -> new Count(AT, new Counter(AT, CounterKind.SYSCALLS, process), name(registers, "r"));
            case 35 -> new BindQueue(AT, process, queue, any(processes), register());
            case 36 -> new TagQueue(AT, queue, any(queues), register());
            case 37 -> new TouchRegion(AT, process, queue, pick(RegionKind.values()), register());
            case 38 ->
                new LeaseQueue(AT, process, name(queues, "q"), devices.get(0).kind(), any(processes), register());
            default -> new Migrate(AT, process, range, register());
        };
    }

    private Mmap mmap(String process) {
        int pages = 1 + random.nextInt(5);
        String buffer = "b" + names++;
        buffers.add(new PageRange(buffer, 0, pages - 1));
        return new Mmap(
                AT,
                process,
                buffer,
                pages,
                pick(Sharing.values()),
                pick(Protection.values()),
                chance(2),
                chance(2) ? null : "file",
                chance(2) ? null : pick(Place.values()),
                register());
    }

    private Mremap mremap(String process, PageRange whole) {
        String target = "b" + names++;
        buffers.add(new PageRange(target, 0, whole.last()));
        return new Mremap(AT, process, whole.buffer(), target, register());
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
                    case PROCESS -> any(processes);
                    case QUEUE -> any(queues);
                    case DEVICE -> device();
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
        return chance(2) ? null : name(registers, pick("r", "R", "read-"));
    }

    private KernelVersion version(int major) {
        return new KernelVersion(major, random.nextInt(20));
    }

    private String device() {
        return any(devices).kind();
    }

    private String name(List<String> list, String letter) {
        String name = letter + names++;
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
