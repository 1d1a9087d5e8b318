package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Exploration;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.GetStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import io.github.accelbed.scenario.language.step.Zone;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is simpler than a step or a scenario and might show the same. None of it is ever the thing itself. */
final class Simpler {
    private Simpler() {}

    /**
     * Other forms of one step, the simplest first. What an agent cannot carry out, such as a pin for reading, is not among them.
     *
     * @param processes all processes in order of introduction; one before the step's own might do it as well
     */
    static List<Step> forms(Step step, List<Name> processes) {
        List<Step> forms = new ArrayList<>();
        List<String> names = processes.stream().map(Name::text).toList();
        for (Name earlier : processes.subList(0, Math.max(0, names.indexOf(step.actor())))) {
            forms.add(Steps.rename(
                    step, name -> name instanceof ProcessName && name.text().equals(step.actor()) ? earlier : name));
        }
        if (step instanceof MmapStep m) {
            forms.add(mmap(m, m.sharing(), m.protection(), m.huge(), null, m.file(), m.memfd()));
            forms.add(mmap(m, Sharing.PRIVATE, Protection.RW, false, null, null, null));
            forms.add(mmap(m, m.sharing(), m.protection(), false, m.zone(), m.file(), m.memfd()));
            forms.add(mmap(m, m.sharing(), m.protection(), m.huge(), m.zone(), null, null));
            forms.add(mmap(m, Sharing.PRIVATE, m.protection(), m.huge(), m.zone(), m.file(), m.memfd()));
            forms.add(mmap(m, m.sharing(), Protection.RW, m.huge(), m.zone(), m.file(), m.memfd()));
        } else if (step instanceof OpenStep open) {
            forms.add(open(open, null, false, false));
            forms.add(open(open, null, open.inherit(), open.raw()));
            forms.add(open(open, open.with(), false, open.raw()));
        } else if (step instanceof CloseStep close) {
            forms.add(new CloseStep(close.at(), close.process(), close.queue(), false, close.register()));
        } else if (step instanceof GetStep get) {
            forms.add(new GetStep(get.at(), get.process(), get.reference(), get.range(), Right.RO, get.register()));
        }
        forms.add(ranges(step, range -> new PageRange(range.buffer(), range.first(), range.first())));
        forms.add(ranges(step, range -> new PageRange(range.buffer(), range.last(), range.last())));
        return forms.stream().distinct().filter(form -> !form.equals(step)).toList();
    }

    private static Step ranges(Step step, UnaryOperator<PageRange> change) {
        return Steps.map(step, part -> part instanceof PageRange range ? change.apply(range) : part);
    }

    private static MmapStep mmap(
            MmapStep m,
            Sharing sharing,
            Protection protection,
            boolean huge,
            @Nullable Zone zone,
            @Nullable String file,
            @Nullable String memfd) {
        return new MmapStep(
                m.at(),
                m.process(),
                m.buffer(),
                m.pages(),
                sharing,
                protection,
                huge,
                m.hugetlb(),
                zone,
                file,
                memfd,
                m.place(),
                m.register());
    }

    private static OpenStep open(OpenStep open, @Nullable QueueName with, boolean inherit, boolean raw) {
        return new OpenStep(
                open.at(),
                open.process(),
                open.queue(),
                open.device(),
                open.mdev(),
                with,
                inherit,
                raw,
                open.register());
    }

    /** The sizes of buffers, and which buffers have the size of which other because mremap made them. */
    static Map<BufferName, Integer> sizes(Scenario scenario) {
        Map<BufferName, Integer> sizes = new LinkedHashMap<>();
        Set<BufferName> moved = new HashSet<>();
        scenario.steps().forEach(step -> {
            if (step instanceof MmapStep mmap) {
                sizes.putIfAbsent(mmap.buffer(), mmap.pages());
            } else if (step instanceof MremapStep mremap) {
                moved.add(mremap.target());
            }
        });
        sizes.keySet().removeAll(moved);
        return sizes;
    }

    /** A buffer, and those that it is moved to, with fewer pages; what lay behind the last page is at the last page. */
    static Scenario smaller(Scenario scenario, BufferName buffer, int pages) {
        Set<BufferName> family = new HashSet<>(Set.of(buffer));
        scenario.steps().forEach(step -> {
            if (step instanceof MremapStep mremap && family.contains(mremap.buffer())) {
                family.add(mremap.target());
            }
        });
        return Edits.rewrite(
                scenario,
                step -> step instanceof MmapStep m && family.contains(m.buffer())
                        ? Steps.map(step, part -> part instanceof Integer ? (Integer) pages : part)
                        : Steps.map(step, part -> smaller(part, family, pages)));
    }

    private static Object smaller(Object part, Set<BufferName> family, int pages) {
        int last = pages - 1;
        if (part instanceof PageRange range && family.contains(range.buffer())) {
            return new PageRange(range.buffer(), Math.min(range.first(), last), Math.min(range.last(), last));
        }
        return part instanceof PageRef page && family.contains(page.buffer())
                ? new PageRef(page.buffer(), Math.min(page.page(), last))
                : part;
    }

    /**
     * One name fewer: whoever or whatever has the later name is an earlier one of its kind. What introduced the later one is then a
     * line too many.
     */
    static List<Scenario> merged(Scenario scenario) {
        List<Scenario> merged = new ArrayList<>();
        for (Class<? extends Name> type :
                List.of(ProcessName.class, BufferName.class, QueueName.class, ReferenceName.class)) {
            List<Name> names = names(scenario, type);
            for (int later = names.size() - 1; later > 0; later--) {
                for (int earlier = 0; earlier < later; earlier++) {
                    merged.add(renamed(scenario, names.get(later), names.get(earlier)));
                }
            }
        }
        return merged;
    }

    private static Scenario renamed(Scenario scenario, Name from, Name to) {
        return Edits.rewrite(scenario, step -> Steps.rename(step, name -> name.equals(from) ? to : name));
    }

    /** In order of introduction. */
    static List<Name> processes(Scenario scenario) {
        return names(scenario, ProcessName.class);
    }

    /** A name is first met where it is introduced; A is there from the start. */
    private static List<Name> names(Scenario scenario, Class<? extends Name> type) {
        return Stream.concat(
                        Stream.of(new ProcessName("A")), scenario.steps().flatMap(step -> Steps.names(step).stream()))
                .filter(type::isInstance)
                .distinct()
                .toList();
    }

    /** 1, 2, 3 and so on in place of the values that are written; 0 stays, and equal values stay equal. */
    static Scenario smallValues(Scenario scenario) {
        Map<Value, Value> small = new HashMap<>(Map.of(Value.ZERO, Value.ZERO));
        return Edits.rewrite(
                scenario,
                step -> Steps.map(
                        step,
                        part -> part instanceof Value value
                                ? small.computeIfAbsent(value, unused -> new IntegerValue(small.size()))
                                : part));
    }

    /** The headers without one that may not matter, each in its turn; the kernels stay. */
    static List<Scenario> headers(Scenario s) {
        List<String> backends = s.isMmOnly() ? Scenario.DEFAULT_BACKENDS : s.backends();
        List<DeclaredDevice> used = usedDevices(s);
        return List.of(
                Edits.withHeaders(s, List.of(), backends, used, Limits.NONE, Exploration.DEFAULT, List.of()),
                Edits.withHeaders(s, List.of(), s.backends(), s.devices(), s.limits(), s.exploration(), s.ablations()),
                Edits.withHeaders(s, s.claims(), backends, s.devices(), s.limits(), s.exploration(), s.ablations()),
                Edits.withHeaders(s, s.claims(), s.backends(), used, s.limits(), s.exploration(), s.ablations()),
                Edits.withHeaders(
                        s, s.claims(), s.backends(), s.devices(), Limits.NONE, s.exploration(), s.ablations()),
                Edits.withHeaders(
                        s, s.claims(), s.backends(), s.devices(), s.limits(), Exploration.DEFAULT, s.ablations()),
                Edits.withHeaders(s, s.claims(), s.backends(), s.devices(), s.limits(), s.exploration(), List.of()));
    }

    private static List<DeclaredDevice> usedDevices(Scenario scenario) {
        Set<String> used = scenario.steps()
                .flatMap(step -> Steps.names(step).stream())
                .filter(DeviceName.class::isInstance)
                .map(Name::text)
                .collect(Collectors.toSet());
        List<DeclaredDevice> devices = scenario.devices().stream()
                .filter(device -> used.contains(device.kind()))
                .toList();
        return devices.isEmpty() ? List.of(DeclaredDevice.DEFAULT) : devices;
    }
}
