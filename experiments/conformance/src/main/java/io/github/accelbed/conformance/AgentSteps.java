package io.github.accelbed.conformance;

import static java.util.Map.entry;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.conformance.agent.AgentProgram;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.scenario.language.step.Advice;
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
import io.github.accelbed.scenario.language.step.KhugepagedStep;
import io.github.accelbed.scenario.language.step.KillStep;
import io.github.accelbed.scenario.language.step.KsmStep;
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
import io.github.accelbed.scenario.language.step.ProcessStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutStep;
import io.github.accelbed.scenario.language.step.ReadStep;
import io.github.accelbed.scenario.language.step.ReferenceReadStep;
import io.github.accelbed.scenario.language.step.ReferenceStep;
import io.github.accelbed.scenario.language.step.ReferenceWriteStep;
import io.github.accelbed.scenario.language.step.RegionStep;
import io.github.accelbed.scenario.language.step.RemoveMdevStep;
import io.github.accelbed.scenario.language.step.ReregStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.StartStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import io.github.accelbed.scenario.language.step.SubmitStep;
import io.github.accelbed.scenario.language.step.SwapOutStep;
import io.github.accelbed.scenario.language.step.TagStep;
import io.github.accelbed.scenario.language.step.TouchStep;
import io.github.accelbed.scenario.language.step.TruncateStep;
import io.github.accelbed.scenario.language.step.UffdStep;
import io.github.accelbed.scenario.language.step.UnmapStep;
import io.github.accelbed.scenario.language.step.UnpinStep;
import io.github.accelbed.scenario.language.step.UnplugStep;
import io.github.accelbed.scenario.language.step.UnregionStep;
import io.github.accelbed.scenario.language.step.VforkStep;
import io.github.accelbed.scenario.language.step.WriteStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.TextValue;
import io.github.accelbed.scenario.language.term.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each step of the language as a step of the agent's program: what the agent can do, and why it cannot do the rest. */
final class AgentSteps {
    private static final String RAW = "raw queue calls: a stand-in is one thread, without a descriptor";

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int VADDR = 4;

    /** As the agent numbers them. */
    private static final List<Advice> ADVICE = List.of(
            Advice.DONTNEED,
            Advice.FREE,
            Advice.DONTFORK,
            Advice.DOFORK,
            Advice.WIPEONFORK,
            Advice.KEEPONFORK,
            Advice.POPULATE,
            Advice.REMOVE,
            Advice.COLLAPSE,
            Advice.MERGEABLE,
            Advice.UNMERGEABLE);

    /** The emulated device takes 0.8 s a page, and a step may take 5 s. */
    private static final int MAX_COPIED_PAGES = 4;

    private static final int SMALL_PAGES = 0;
    private static final int HUGE_PAGES = 1;
    private static final int POOL_PAGES = 2;

    /** The same, where it is another for a real device. */
    private static final Map<Class<? extends Step>, String> CAN_FOR_REAL = Map.of(
            OpenStep.class, "open-ROW queue inherit",
            MapStep.class, "map queue range",
            UnmapStep.class, "unmap queue range",
            ReregStep.class, "rereg queue range");

    /** Its name in the agent's protocol, and the parts of the step that are its arguments; empty if the queue's stand-in needs no such thing. */
    private static final Map<Class<? extends Step>, String> CAN = Map.ofEntries(
            entry(MmapStep.class, "mmap buffer pages sharing protection"),
            entry(MunmapStep.class, "munmap range"),
            entry(MremapStep.class, "mremap buffer target"),
            entry(TruncateStep.class, "truncate"),
            entry(MprotectStep.class, "mprotect range protection"),
            entry(MadviseStep.class, "madvise range advice"),
            entry(KsmStep.class, "ksm"),
            entry(ReadStep.class, "read target"),
            entry(WriteStep.class, "write target value"),
            entry(ForkStep.class, "fork child"),
            entry(VforkStep.class, "vfork child"),
            entry(ExecStep.class, "exec"),
            entry(ExitStep.class, "exit"),
            entry(KillStep.class, "kill"),
            entry(PinStep.class, "pin reference range"),
            entry(GetStep.class, "get reference range"),
            entry(UnpinStep.class, "unpin reference"),
            entry(ReferenceReadStep.class, "ref-read"),
            entry(ReferenceWriteStep.class, "ref-write value"),
            entry(OpenStep.class, "open queue inherit"),
            entry(CloseStep.class, "close queue raw"),
            entry(MapStep.class, ""),
            entry(UnmapStep.class, ""),
            entry(DeviceReadStep.class, "load target"),
            entry(DeviceWriteStep.class, "store target value"),
            entry(CopyStep.class, "copy from to"));

    /** What it is for a queue of uacce, whose device takes what the process has; the rest is no step of a device. */
    private static final Map<Class<? extends Step>, String> CAN_FOR_UACCE = Map.ofEntries(
            entry(OpenStep.class, "uacce-open queue inherit"),
            entry(CloseStep.class, "uacce-close queue raw"),
            entry(DupStep.class, "uacce-dup queue copy"),
            entry(StartStep.class, "uacce-start queue"),
            entry(PutStep.class, "uacce-put queue"),
            entry(RegionStep.class, "uacce-region queue region"),
            entry(UnregionStep.class, "uacce-unregion queue region"),
            entry(MremapRegionStep.class, "uacce-mremap queue region"),
            entry(TouchStep.class, "uacce-touch queue region"),
            entry(SubmitStep.class, "uacce-submit queue page"),
            entry(CallStep.class, "uacce-call queue"),
            entry(UnplugStep.class, "uacce-unplug"),
            entry(DeviceReadStep.class, "uacce-load target"),
            entry(DeviceWriteStep.class, "uacce-store target value"),
            entry(CopyStep.class, "uacce-copy from to"));

    /** What it is for a mediated device. */
    private static final Map<Class<? extends Step>, String> CAN_FOR_MDEV = Map.of(
            CreateMdevStep.class, "mdev-create",
            RemoveMdevStep.class, "mdev-remove",
            OpenStep.class, "mdev-open queue inherit");

    private static final Map<String, String> UACCE_CALLS = Map.of("ioctl", "uacce-ioctl", "poll", "uacce-poll");

    private final AgentProgram program;
    private final Counterpart counterpart;
    private final AgentAbilities abilities;
    private final Set<String> memfds;
    private final List<String> devices;
    private final Map<BufferName, Integer> pages = new HashMap<>();
    private final Set<BufferName> sharedFiles = new HashSet<>();
    private final Set<ReferenceName> plain = new HashSet<>();
    private final Set<ReferenceName> readOnly = new HashSet<>();

    AgentSteps(
            AgentProgram program,
            Counterpart counterpart,
            AgentAbilities abilities,
            Set<String> memfds,
            List<String> devices) {
        this.program = program;
        this.counterpart = counterpart;
        this.abilities = abilities;
        this.memfds = memfds;
        this.devices = devices;
    }

    /** Adds a step to the program, unless it only sets a queue up, and says whether it did. */
    boolean add(Step step) throws NotCarriedOutException {
        String why = whyNot(step);
        String own = forRow().get(step.getClass());
        String form = own == null ? CAN.get(step.getClass()) : own;
        if (why != null || form == null) {
            throw new NotCarriedOutException(why != null ? why : real() ? noCall(step) : RAW);
        }
        if (form.isEmpty()) {
            return false;
        }
        String[] words = form.split(" ");
        program.step(operation(step, words[0]), actor(step), arguments(step, words));
        return true;
    }

    private Map<Class<? extends Step>, String> forRow() {
        return switch (counterpart) {
            case STAND_IN -> Map.of();
            case VFIO, IOMMUFD, RDMA_PINNED, ODP -> CAN_FOR_REAL;
            case UACCE -> CAN_FOR_UACCE;
            case MDEV -> CAN_FOR_MDEV;
        };
    }

    private boolean real() {
        return counterpart != Counterpart.STAND_IN;
    }

    private static String noCall(Step step) {
        return Steps.word(step.getClass()) + ": the agent has no such call for a real device";
    }

    private String operation(Step step, String word) {
        if (step instanceof ExecStep exec && exec.kept() != null) {
            return "exec-keeping";
        }
        if (step instanceof PinStep pin && pin.access() == Right.RO) {
            return "pin-read-only";
        }
        if (step instanceof SubmitStep submit) {
            return word + (submit.job() == SubmitStep.Kind.READ ? "-read" : "-write");
        } else if (step instanceof CallStep call) {
            return Objects.requireNonNull(UACCE_CALLS.get(call.name()));
        }
        return step instanceof GetStep get && get.access() == Right.RW
                ? "get-write"
                : word.replace("ROW", counterpart.row());
    }

    private long[] arguments(Step step, String[] words) {
        if (step instanceof CopyStep copy) {
            LongStream from = numbers(copy.from().start());
            LongStream to = numbers(copy.to().start());
            return LongStream.concat(
                            LongStream.concat(from, to),
                            LongStream.of(copy.from().pages()))
                    .toArray();
        }
        LongStream parts = Stream.of(words).skip(1).flatMapToLong(part -> numbers(Steps.part(step, part)));
        return LongStream.concat(parts, further(step)).toArray();
    }

    /** What the agent takes that is no part of the step as it is written. */
    private LongStream further(Step step) {
        if (step instanceof MremapStep mremap) {
            return LongStream.of(moved(mremap));
        } else if (step instanceof MmapStep mmap) {
            int of = mmap.hugetlb() ? POOL_PAGES : mmap.huge() ? HUGE_PAGES : SMALL_PAGES;
            return LongStream.of(of, backing(mmap));
        } else if (step instanceof TruncateStep truncate) {
            String file = truncate.file();
            return LongStream.of(memfds.contains(file) ? program.memfd(file) : program.file(file), truncate.pages());
        } else if (step instanceof OpenStep open && counterpart == Counterpart.UACCE) {
            return LongStream.of(open.device() == null ? 0 : device(open.device()), open.raw() ? 1 : 0);
        } else if (step instanceof SubmitStep submit && submit.value() != null) {
            return LongStream.of(program.stamp(submit.value()));
        } else if (step instanceof CallStep call && call.name().equals("poll")) {
            return LongStream.of(program.stamp(new TextValue("EPOLLIN")));
        } else if (step instanceof OpenStep open && counterpart == Counterpart.MDEV) {
            return LongStream.of(
                    open.mdev() == null ? -1 : program.mdev(open.mdev().text()));
        } else if (step instanceof OpenStep open && real()) {
            return LongStream.of(
                    open.with() == null ? -1 : program.queue(open.with().text()));
        } else if (step instanceof MapStep map) {
            int rights = map.vaddr() ? VADDR : map.access() == Right.RO ? READ : READ | WRITE;
            BufferName other = map.device();
            return other == null
                    ? LongStream.of(
                            rights,
                            program.buffer(map.range().buffer().text()),
                            map.range().first())
                    : LongStream.of(rights, program.buffer(other.text()), 0);
        } else if (step instanceof ReregStep rereg) {
            return LongStream.of(rereg.access() == Right.RO ? READ : READ | WRITE);
        } else if (step instanceof UnmapStep unmap) {
            return LongStream.of(unmap.vaddr() ? 1 : 0);
        } else if (step instanceof ExecStep exec && exec.kept() != null) {
            return LongStream.of(program.buffer(exec.kept().text()), pages.getOrDefault(exec.kept(), 1));
        }
        return LongStream.empty();
    }

    private long backing(MmapStep step) {
        if (step.memfd() != null) {
            return program.memfd(step.memfd());
        }
        return step.file() == null ? -1 : program.file(step.file());
    }

    private int moved(MremapStep step) {
        int size = pages.getOrDefault(step.buffer(), 1);
        pages.put(step.target(), size);
        if (sharedFiles.contains(step.buffer())) {
            sharedFiles.add(step.target());
        }
        return size;
    }

    private int actor(Step step) {
        if (step instanceof CreateMdevStep create) {
            return program.mdev(create.mdev().text());
        } else if (step instanceof RemoveMdevStep remove) {
            return program.mdev(remove.mdev().text());
        } else if (step instanceof NamedDeviceStep root) {
            return device(root.device());
        } else if (step instanceof RootStep) {
            return 0;
        } else if (step instanceof ProcessStep process) {
            return program.process(process.process().text());
        }
        return step instanceof ReferenceStep ? program.reference(step.actor()) : program.queue(step.actor());
    }

    private int device(DeviceName name) {
        return devices.indexOf(name.text());
    }

    private LongStream numbers(@Nullable Object part) {
        if (part == null) {
            throw new IllegalArgumentException("a part that the agent is not told as it is");
        } else if (part instanceof PageRange range) {
            return LongStream.of(program.buffer(range.buffer().text()), range.first(), range.pages());
        } else if (part instanceof PageRef page) {
            return LongStream.of(program.buffer(page.buffer().text()), page.page());
        }
        return LongStream.of(number(part));
    }

    private long number(Object part) {
        if (part instanceof BufferName name) {
            return program.buffer(name.text());
        } else if (part instanceof ProcessName name) {
            return program.process(name.text());
        } else if (part instanceof QueueName name) {
            return program.queue(name.text());
        } else if (part instanceof ReferenceName name) {
            return program.reference(name.text());
        } else if (part instanceof Value value) {
            return program.stamp(value);
        } else if (part instanceof Integer number) {
            return number;
        } else if (part instanceof Boolean given) {
            return given ? 1 : 0;
        } else if (part instanceof Sharing sharing) {
            return sharing == Sharing.SHARED ? 1 : 0;
        } else if (part instanceof RegionKind region) {
            return region == RegionKind.MMIO ? 0 : 1;
        } else if (part instanceof Advice advice) {
            return ADVICE.indexOf(advice);
        }
        return part == Protection.NONE ? 0 : part == Protection.RO ? READ : READ | WRITE;
    }

    private @Nullable String whyNot(PinStep pin) {
        if (pin.access() == Right.RW) {
            // Whether it is long-term makes no difference to copy-on-write, but from 6.5 on to who may.
            return !pin.longterm() && sharedFiles.contains(pin.range().buffer())
                    ? "pin rw of a shared file: an io_uring buffer is pinned for long"
                    : null;
        }
        readOnly.add(pin.reference());
        return !abilities.readOnlyPins()
                ? "pin ro: an io_uring buffer is pinned for writing"
                : pin.longterm() ? null : "pin ro: gup_test pins for long only";
    }

    private @Nullable String whyNot(Step step) {
        if (step instanceof MmapStep mmap) {
            return whyNot(mmap);
        } else if (step instanceof PinStep pin) {
            return whyNot(pin);
        } else if (step instanceof GetStep get) {
            plain.add(get.reference());
            return get.range().pages() > AgentProgram.MAX_PIPE_PAGES
                    ? "get: more than " + AgentProgram.MAX_PIPE_PAGES + " pages do not fit a pipe"
                    : null;
        } else if (step instanceof ReferenceWriteStep write) {
            return plain.contains(write.reference())
                    ? "write through get: nothing writes through the pages of a pipe"
                    : readOnly.contains(write.reference()) ? "write through pin ro: gup_test only reads" : null;
        } else if (counterpart == Counterpart.UACCE && CAN_FOR_UACCE.containsKey(step.getClass())) {
            return whyNotUacce(step);
        } else if (counterpart == Counterpart.MDEV && CAN_FOR_MDEV.containsKey(step.getClass())) {
            return step instanceof OpenStep open && (open.raw() || open.with() != null)
                    ? "open raw, with: an mdev is opened with a container and a group of its own"
                    : null;
        } else if (counterpart == Counterpart.MDEV
                && (step instanceof DeviceStep || step instanceof MapStep || step instanceof UnmapStep)) {
            return "memory of an mdev's client: mtty touches none";
        } else if (real() && (step instanceof MapStep || step instanceof UnmapStep || step instanceof CloseStep)) {
            return null;
        } else if (real() && step instanceof CopyStep copy) {
            return copy.from().pages() > MAX_COPIED_PAGES
                    ? "copy: more than " + MAX_COPIED_PAGES + " pages take the emulated device too long"
                    : null;
        } else if (real() && step instanceof OpenStep open) {
            return open.raw() ? "open raw: a group alone is no queue" : open.mdev() == null ? null : noCall(step);
        } else if (step instanceof OpenStep open) {
            return open.raw() || open.with() != null ? RAW : null;
        } else if (step instanceof CloseStep close) {
            return close.raw() ? RAW : null;
        } else if (step instanceof MadviseStep madvise) {
            return whyNot(madvise);
        } else if ((step instanceof MapStep moved && moved.vaddr())
                || (step instanceof UnmapStep unmap && unmap.vaddr())) {
            return "vaddr: the page table alone says what is where";
        } else if (step instanceof MapStep map) {
            return map.device() != null
                    ? "map at: the page table alone says what is where"
                    : map.access() == Right.RO ? "map ro: the page table alone says what is allowed" : null;
        } else if (step instanceof CloneStep) {
            return "clone: no two processes of the agent share memory";
        } else if (step instanceof TagStep) {
            return "tag: there is no device to err";
        } else if (step instanceof KsmStep ksm) {
            return ksm.range() == null ? ksmRefused() : "ksm of a range: ksmd comes by all mergeable memory";
        } else if (step instanceof SwapOutStep) {
            return "swapout: what is written out is the kernel's own choice";
        } else if (step instanceof MigrateStep) {
            return "migrate: where a page goes is the kernel's own choice";
        } else if (step instanceof MadviseStep madvise && !ADVICE.contains(madvise.advice())) {
            return "madvise: the agent does not have this advice";
        } else if (step instanceof KhugepagedStep) {
            return "khugepaged: what it comes to is the kernel's own choice";
        } else if (step instanceof ClearRefsStep) {
            return "clear-refs: the running kernel may have no soft-dirty marks";
        } else if (step instanceof UffdStep) {
            return "uffd: the agent has no manager of page faults";
        } else if (step instanceof NumaHintStep) {
            return "numa-hint: what is scanned when is the kernel's own choice";
        } else if (step instanceof CountStep) {
            return "count: a running kernel has no such counters";
        }
        return step instanceof RootStep ? "root at a device: there is no device" : null;
    }

    private @Nullable String ksmRefused() {
        return abilities.ksmRefused() == null ? null : "ksm: " + abilities.ksmRefused();
    }

    private static @Nullable String whyNotUacce(Step step) {
        if (step instanceof CallStep call && !UACCE_CALLS.containsKey(call.name())) {
            return "call: " + call.name() + " is of HiSilicon's driver, and another stands below uacce here";
        }
        return null;
    }

    private @Nullable String whyNot(MadviseStep step) {
        if (step.advice() == Advice.REMOVE && !abilities.holes()) {
            return "madvise remove: files here take no holes";
        }
        if (step.advice() == Advice.COLLAPSE && !abilities.hugePages()) {
            return "madvise collapse: transparent huge pages are off here";
        }
        if (step.advice() == Advice.MERGEABLE || step.advice() == Advice.UNMERGEABLE) {
            return ksmRefused();
        }
        return ADVICE.contains(step.advice()) ? null : "madvise: an advice that the agent does not give";
    }

    private @Nullable String whyNot(MmapStep step) {
        boolean plainMemory = step.sharing() == Sharing.PRIVATE && step.file() == null && step.memfd() == null;
        if (step.huge() && (!plainMemory || !abilities.hugePages())) {
            return "mmap huge: here only private anonymous memory has huge pages, if any has";
        } else if (step.zone() != null) {
            return "mmap movable, cma: where a page lies is the kernel's own choice";
        } else if (step.place() != null) {
            return "mmap at a place of the simulated platform";
        }
        pages.put(step.buffer(), step.pages());
        if (step.file() != null && step.sharing() == Sharing.SHARED) {
            sharedFiles.add(step.buffer());
        }
        return null;
    }
}
