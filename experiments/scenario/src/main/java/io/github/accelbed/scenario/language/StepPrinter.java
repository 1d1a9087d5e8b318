package io.github.accelbed.scenario.language;

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
import java.util.HashMap;
import java.util.Map;

/** Writes steps as a scenario has them: what goes without saying is left out, except a right, which is always said. */
final class StepPrinter implements StepVisitor<String> {

    private final String defaultDevice;
    private final Map<String, Integer> pages = new HashMap<>();

    StepPrinter(Scenario scenario) {
        defaultDevice = scenario.defaultDevice().kind();
        scenario.steps().forEach(step -> {
            if (step instanceof Mmap mmap) {
                pages.put(mmap.buffer(), mmap.pages());
            } else if (step instanceof Mremap mremap) {
                pages.put(mremap.target(), pages.getOrDefault(mremap.buffer(), 0));
            }
        });
    }

    String print(Step step) {
        return step.actor() + ": " + step.accept(this) + (step.register() == null ? "" : " -> " + step.register());
    }

    /** The bare name if these are all pages of the buffer. */
    private String range(PageRange range) {
        boolean whole = range.first() == 0 && range.pages() == pages.getOrDefault(range.buffer(), 0);
        return whole ? range.buffer() : range.toString();
    }

    private static String flag(boolean present, String word) {
        return present ? " " + word : "";
    }

    @Override
    public String visit(Mmap step) {
        return "mmap " + step.buffer() + " " + step.pages()
                + flag(step.sharing() == Sharing.SHARED, "shared")
                + flag(step.protection() != Protection.RW, step.protection().word())
                + flag(step.huge(), "huge")
                + (step.file() == null ? "" : " file " + step.file())
                + (step.place() == null ? "" : " at " + step.place().word());
    }

    @Override
    public String visit(Munmap step) {
        return "munmap " + range(step.range());
    }

    @Override
    public String visit(Mremap step) {
        return "mremap " + step.buffer() + " " + step.target();
    }

    @Override
    public String visit(Mprotect step) {
        return "mprotect " + range(step.range()) + " " + step.protection().word();
    }

    @Override
    public String visit(Madvise step) {
        return "madvise " + range(step.range()) + " " + step.advice().word();
    }

    @Override
    public String visit(CpuRead step) {
        return "read " + step.target();
    }

    @Override
    public String visit(CpuWrite step) {
        return "write " + step.target() + " " + step.value();
    }

    @Override
    public String visit(Fork step) {
        return "fork " + step.child();
    }

    @Override
    public String visit(Vfork step) {
        return "vfork " + step.child();
    }

    @Override
    public String visit(CloneVm step) {
        return "clone " + step.child();
    }

    @Override
    public String visit(Exec step) {
        return "exec";
    }

    @Override
    public String visit(Exit step) {
        return "exit";
    }

    @Override
    public String visit(Kill step) {
        return "kill";
    }

    @Override
    public String visit(OpenQueue step) {
        return "open " + step.queue()
                + flag(!step.device().equals(defaultDevice), "on " + step.device())
                + (step.with() == null ? "" : " with " + step.with())
                + flag(step.inherit(), "inherit")
                + flag(step.raw(), "raw");
    }

    @Override
    public String visit(LeaseQueue step) {
        return "lease " + step.queue() + " from " + step.manager();
    }

    @Override
    public String visit(CloseQueue step) {
        return "close " + step.queue() + flag(step.raw(), "raw");
    }

    @Override
    public String visit(DupQueue step) {
        return "dup " + step.queue() + " " + step.copy();
    }

    @Override
    public String visit(MapRange step) {
        String at = step.device() == null ? "" : " at " + step.device();
        return "map " + step.queue() + " " + range(step.range()) + " "
                + step.access().word() + at;
    }

    @Override
    public String visit(UnmapRange step) {
        return "unmap " + step.queue() + " " + range(step.range());
    }

    @Override
    public String visit(StartQueue step) {
        return "start " + step.queue();
    }

    @Override
    public String visit(PutQueue step) {
        return "put " + step.queue();
    }

    @Override
    public String visit(MapRegion step) {
        return "region " + step.queue() + " " + step.region().word();
    }

    @Override
    public String visit(UnmapRegion step) {
        return "unregion " + step.queue() + " " + step.region().word();
    }

    @Override
    public String visit(TouchRegion step) {
        return "touch " + step.queue() + " " + step.region().word();
    }

    @Override
    public String visit(BindQueue step) {
        return "bind " + step.queue() + " of " + step.whose();
    }

    @Override
    public String visit(Pin step) {
        return "pin " + step.reference() + " " + range(step.range()) + " "
                + step.access().word() + flag(step.longterm(), "longterm");
    }

    @Override
    public String visit(Get step) {
        return "get " + step.reference() + " " + range(step.range()) + " "
                + step.access().word();
    }

    @Override
    public String visit(Unpin step) {
        return "unpin " + step.reference();
    }

    @Override
    public String visit(DeviceRead step) {
        return "read " + step.target();
    }

    @Override
    public String visit(DeviceWrite step) {
        return "write " + step.target() + " " + step.value();
    }

    @Override
    public String visit(DeviceCopy step) {
        return "copy " + range(step.from()) + " " + range(step.to());
    }

    @Override
    public String visit(TagQueue step) {
        return "tag " + step.as();
    }

    @Override
    public String visit(ReferenceRead step) {
        return "read";
    }

    @Override
    public String visit(ReferenceWrite step) {
        return "write " + step.value();
    }

    @Override
    public String visit(CreateMdev step) {
        return "create-mdev " + step.mdev() + " on " + step.device();
    }

    @Override
    public String visit(RemoveMdev step) {
        return "remove-mdev " + step.mdev();
    }

    @Override
    public String visit(Count step) {
        return "count " + step.counter();
    }

    @Override
    public String visit(Isolate step) {
        return "isolate " + step.device();
    }

    @Override
    public String visit(Plug step) {
        return "plug " + step.device();
    }

    @Override
    public String visit(Unplug step) {
        return "unplug " + step.device();
    }

    @Override
    public String visit(SwapOut step) {
        return "swapout " + step.process() + " " + range(step.range());
    }

    @Override
    public String visit(Migrate step) {
        return "migrate " + step.process() + " " + range(step.range());
    }
}
