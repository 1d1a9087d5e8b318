package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.conformance.agent.AgentProgram;
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
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.PutQueue;
import io.github.accelbed.scenario.language.step.ReferenceRead;
import io.github.accelbed.scenario.language.step.ReferenceWrite;
import io.github.accelbed.scenario.language.step.RemoveMdev;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.StartQueue;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Each step of the language as a step of the agent's program. A visit answers whether it became one; {@link #refused} says why the
 * agent cannot do what it asks for.
 */
final class AgentSteps implements StepVisitor<Boolean> {
    private static final String RAW = "raw queue calls: a stand-in is one thread, without a descriptor";
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final AgentProgram program;
    private final AgentAbilities abilities;
    private final Map<String, Integer> pages = new HashMap<>();
    private final Set<String> plain = new HashSet<>();
    private @Nullable String refused;

    AgentSteps(AgentProgram program, AgentAbilities abilities) {
        this.program = program;
        this.abilities = abilities;
    }

    @Nullable
    String refused() {
        return refused;
    }

    private boolean refuse(String why) {
        refused = why;
        return false;
    }

    private boolean task(String name, String process, long... arguments) {
        program.step(name, program.process(process), arguments);
        return true;
    }

    private boolean onRange(String name, String process, PageRange range, long... more) {
        long[] arguments = new long[3 + more.length];
        arguments[0] = program.buffer(range.buffer());
        arguments[1] = range.first();
        arguments[2] = range.pages();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return task(name, process, arguments);
    }

    private static int rights(Protection protection) {
        return switch (protection) {
            case NONE -> 0;
            case RO -> READ;
            case RW -> READ | WRITE;
        };
    }

    @Override
    public Boolean visit(Mmap step) {
        boolean shared = step.sharing() == Sharing.SHARED;
        String file = step.file();
        if (step.huge() && (shared || file != null || !abilities.hugePages())) {
            return refuse("mmap huge: here only private anonymous memory has huge pages, if any has");
        }
        if (step.place() != null) {
            return refuse("mmap at a place of the simulated platform");
        }
        pages.put(step.buffer(), step.pages());
        return task(
                "mmap",
                step.process(),
                program.buffer(step.buffer()),
                step.pages(),
                shared ? 1 : 0,
                rights(step.protection()),
                step.huge() ? 1 : 0,
                file == null ? -1 : program.file(file));
    }

    @Override
    public Boolean visit(Munmap step) {
        return onRange("munmap", step.process(), step.range());
    }

    @Override
    public Boolean visit(Mremap step) {
        int size = pages.getOrDefault(step.buffer(), 1);
        pages.put(step.target(), size);
        return task("mremap", step.process(), program.buffer(step.buffer()), program.buffer(step.target()), size);
    }

    @Override
    public Boolean visit(Mprotect step) {
        return onRange("mprotect", step.process(), step.range(), rights(step.protection()));
    }

    @Override
    public Boolean visit(Madvise step) {
        int advice = switch (step.advice()) {
            case DONTNEED -> 0;
            case FREE -> 1;
            case DONTFORK -> 2;
            case DOFORK -> 3;
            case WIPEONFORK -> 4;
            case KEEPONFORK -> 5;
            case POPULATE -> 6;
        };
        return onRange("madvise", step.process(), step.range(), advice);
    }

    @Override
    public Boolean visit(CpuRead step) {
        return task(
                "read",
                step.process(),
                program.buffer(step.target().buffer()),
                step.target().page());
    }

    @Override
    public Boolean visit(CpuWrite step) {
        return task(
                "write",
                step.process(),
                program.buffer(step.target().buffer()),
                step.target().page(),
                program.stamp(step.value()));
    }

    @Override
    public Boolean visit(Fork step) {
        return task("fork", step.process(), program.process(step.child()));
    }

    @Override
    public Boolean visit(Vfork step) {
        return task("vfork", step.process(), program.process(step.child()));
    }

    @Override
    public Boolean visit(CloneVm step) {
        return refuse("clone: no two processes of the agent share memory");
    }

    @Override
    public Boolean visit(Exec step) {
        return task("exec", step.process());
    }

    @Override
    public Boolean visit(Exit step) {
        return task("exit", step.process());
    }

    @Override
    public Boolean visit(Kill step) {
        return task("kill", step.process());
    }

    /** The language's pin is a FOLL_PIN; whether it is long-term makes no difference to copy-on-write. */
    @Override
    public Boolean visit(Pin step) {
        if (step.access() == Access.RO) {
            return refuse("pin ro: an io_uring buffer is pinned for writing");
        }
        return take("pin", step.process(), step.reference(), step.range());
    }

    @Override
    public Boolean visit(Get step) {
        if (step.range().pages() > AgentProgram.MAX_PIPE_PAGES) {
            return refuse("get: more than " + AgentProgram.MAX_PIPE_PAGES + " pages do not fit a pipe");
        }
        plain.add(step.reference());
        return take(step.access() == Access.RW ? "get-write" : "get", step.process(), step.reference(), step.range());
    }

    private boolean take(String name, String process, String reference, PageRange range) {
        return task(
                name,
                process,
                program.reference(reference),
                program.buffer(range.buffer()),
                range.first(),
                range.pages());
    }

    @Override
    public Boolean visit(Unpin step) {
        return task("unpin", step.process(), program.reference(step.reference()));
    }

    @Override
    public Boolean visit(ReferenceRead step) {
        program.step("ref-read", program.reference(step.reference()));
        return true;
    }

    @Override
    public Boolean visit(ReferenceWrite step) {
        if (plain.contains(step.reference())) {
            return refuse("write through get: nothing writes through the pages of a pipe");
        }
        program.step("ref-write", program.reference(step.reference()), program.stamp(step.value()));
        return true;
    }

    @Override
    public Boolean visit(OpenQueue step) {
        if (step.raw() || step.with() != null) {
            return refuse(RAW);
        }
        return task("open", step.process(), program.queue(step.queue()), step.inherit() ? 1 : 0);
    }

    @Override
    public Boolean visit(CloseQueue step) {
        if (step.raw()) {
            return refuse(RAW);
        }
        return task("close", step.process(), program.queue(step.queue()));
    }

    @Override
    public Boolean visit(MapRange step) {
        if (step.device() != null) {
            return refuse("map at: the page table alone says what is where");
        }
        return step.access() == Access.RO ? refuse("map ro: the page table alone says what is allowed") : false;
    }

    @Override
    public Boolean visit(UnmapRange step) {
        return false;
    }

    @Override
    public Boolean visit(DeviceRead step) {
        program.step(
                "load",
                program.queue(step.queue()),
                program.buffer(step.target().buffer()),
                step.target().page());
        return true;
    }

    @Override
    public Boolean visit(DeviceWrite step) {
        program.step(
                "store",
                program.queue(step.queue()),
                program.buffer(step.target().buffer()),
                step.target().page(),
                program.stamp(step.value()));
        return true;
    }

    @Override
    public Boolean visit(DeviceCopy step) {
        program.step(
                "copy",
                program.queue(step.queue()),
                program.buffer(step.from().buffer()),
                step.from().first(),
                program.buffer(step.to().buffer()),
                step.to().first(),
                step.from().pages());
        return true;
    }

    private boolean refuseRaw() {
        return refuse(RAW);
    }

    @Override
    public Boolean visit(LeaseQueue step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(DupQueue step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(StartQueue step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(PutQueue step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(MapRegion step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(UnmapRegion step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(TouchRegion step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(BindQueue step) {
        return refuseRaw();
    }

    @Override
    public Boolean visit(TagQueue step) {
        return refuse("tag: there is no device to err");
    }

    private boolean refuseRoot() {
        return refuse("root at a device: there is no device");
    }

    @Override
    public Boolean visit(CreateMdev step) {
        return refuseRoot();
    }

    @Override
    public Boolean visit(RemoveMdev step) {
        return refuseRoot();
    }

    @Override
    public Boolean visit(Isolate step) {
        return refuseRoot();
    }

    @Override
    public Boolean visit(Plug step) {
        return refuseRoot();
    }

    @Override
    public Boolean visit(Unplug step) {
        return refuseRoot();
    }

    @Override
    public Boolean visit(SwapOut step) {
        return refuse("swapout: what is written out is the kernel's own choice");
    }

    @Override
    public Boolean visit(Migrate step) {
        return refuse("migrate: where a page goes is the kernel's own choice");
    }

    @Override
    public Boolean visit(Count step) {
        return refuse("count: a running kernel has no such counters");
    }
}
