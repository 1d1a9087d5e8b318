package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Device;
import io.github.accelbed.scenario.language.Exploration;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.Access;
import io.github.accelbed.scenario.language.step.CloneVm;
import io.github.accelbed.scenario.language.step.CloseQueue;
import io.github.accelbed.scenario.language.step.Count;
import io.github.accelbed.scenario.language.step.CreateMdev;
import io.github.accelbed.scenario.language.step.DupQueue;
import io.github.accelbed.scenario.language.step.Fork;
import io.github.accelbed.scenario.language.step.Get;
import io.github.accelbed.scenario.language.step.Isolate;
import io.github.accelbed.scenario.language.step.Mmap;
import io.github.accelbed.scenario.language.step.Mremap;
import io.github.accelbed.scenario.language.step.OpenQueue;
import io.github.accelbed.scenario.language.step.Pin;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Unplug;
import io.github.accelbed.scenario.language.step.Vfork;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is simpler than a step or a scenario and might show the same. None of it is ever the thing itself. */
final class Simpler {
    private Simpler() {}

    /**
     * Other forms of one step, the simplest first. What an agent cannot carry out, such as a pin for reading, is not among them.
     *
     * @param step the step
     * @param processes all processes in order of introduction; one before the step's own might do it as well
     */
    static List<Step> forms(Step step, List<String> processes) {
        List<Step> forms = new ArrayList<>();
        for (String earlier : processes.subList(0, Math.max(0, processes.indexOf(step.actor())))) {
            forms.add(step.accept(new StepRewriter() {
                @Override
                String process(String process) {
                    return earlier;
                }
            }));
        }
        if (step instanceof Mmap m) {
            forms.add(mmap(m, Sharing.PRIVATE, Protection.RW, false, null));
            forms.add(mmap(m, m.sharing(), m.protection(), false, m.file()));
            forms.add(mmap(m, m.sharing(), m.protection(), m.huge(), null));
            forms.add(mmap(m, Sharing.PRIVATE, m.protection(), m.huge(), m.file()));
            forms.add(mmap(m, m.sharing(), Protection.RW, m.huge(), m.file()));
        } else if (step instanceof OpenQueue open) {
            forms.add(open(open, null, false, false));
            forms.add(open(open, null, open.inherit(), open.raw()));
            forms.add(open(open, open.with(), false, open.raw()));
        } else if (step instanceof CloseQueue close) {
            forms.add(new CloseQueue(close.at(), close.process(), close.queue(), false, close.register()));
        } else if (step instanceof Get get) {
            forms.add(new Get(get.at(), get.process(), get.reference(), get.range(), Access.RO, get.register()));
        }
        forms.add(step.accept(new StepRewriter() {
            @Override
            PageRange range(PageRange range) {
                return new PageRange(range.buffer(), range.first(), range.first());
            }
        }));
        forms.add(step.accept(new StepRewriter() {
            @Override
            PageRange range(PageRange range) {
                return new PageRange(range.buffer(), range.last(), range.last());
            }
        }));
        return forms.stream().distinct().filter(form -> !form.equals(step)).toList();
    }

    private static Mmap mmap(Mmap m, Sharing sharing, Protection protection, boolean huge, @Nullable String file) {
        return new Mmap(
                m.at(), m.process(), m.buffer(), m.pages(), sharing, protection, huge, file, m.place(), m.register());
    }

    private static OpenQueue open(OpenQueue open, @Nullable String with, boolean inherit, boolean raw) {
        return new OpenQueue(
                open.at(), open.process(), open.queue(), open.device(), with, inherit, raw, open.register());
    }

    /** The sizes of buffers, and which buffers have the size of which other because mremap made them. */
    static Map<String, Integer> sizes(Scenario scenario) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Set<String> moved = new HashSet<>();
        scenario.steps().forEach(step -> {
            if (step instanceof Mmap mmap) {
                sizes.putIfAbsent(mmap.buffer(), mmap.pages());
            } else if (step instanceof Mremap mremap) {
                moved.add(mremap.target());
            }
        });
        sizes.keySet().removeAll(moved);
        return sizes;
    }

    /** A buffer, and those that it is moved to, with fewer pages; what lay behind the last page is at the last page. */
    static Scenario smaller(Scenario scenario, String buffer, int pages) {
        Set<String> family = new HashSet<>(Set.of(buffer));
        scenario.steps().forEach(step -> {
            if (step instanceof Mremap mremap && family.contains(mremap.buffer())) {
                family.add(mremap.target());
            }
        });
        return Edits.rewrite(scenario, new StepRewriter() {
            @Override
            PageRange range(PageRange range) {
                return family.contains(range.buffer())
                        ? new PageRange(
                                range.buffer(), Math.min(range.first(), pages - 1), Math.min(range.last(), pages - 1))
                        : range;
            }

            @Override
            PageRef page(PageRef page) {
                return family.contains(page.buffer())
                        ? new PageRef(page.buffer(), Math.min(page.page(), pages - 1))
                        : page;
            }

            @Override
            public Step visit(Mmap m) {
                return family.contains(m.buffer())
                        ? new Mmap(
                                m.at(),
                                m.process(),
                                m.buffer(),
                                pages,
                                m.sharing(),
                                m.protection(),
                                m.huge(),
                                m.file(),
                                m.place(),
                                m.register())
                        : m;
            }
        });
    }

    /**
     * One name fewer: whoever or whatever has the later name is an earlier one of its kind. What introduced the later one is then a
     * line too many.
     */
    static List<Scenario> merged(Scenario scenario) {
        List<Scenario> merged = new ArrayList<>();
        for (List<String> names :
                List.of(processes(scenario), buffers(scenario), queues(scenario), references(scenario))) {
            for (int later = names.size() - 1; later > 0; later--) {
                for (int earlier = 0; earlier < later; earlier++) {
                    merged.add(renamed(scenario, names.get(later), names.get(earlier)));
                }
            }
        }
        return merged;
    }

    private static Scenario renamed(Scenario scenario, String from, String to) {
        return Edits.rewrite(scenario, new StepRewriter() {
            @Override
            String name(String name) {
                return name.equals(from) ? to : name;
            }
        });
    }

    /** In order of introduction, as all lists of names here. */
    static List<String> processes(Scenario scenario) {
        List<String> processes = introduced(
                scenario,
                step -> step instanceof Fork f
                        ? f.child()
                        : step instanceof Vfork v ? v.child() : step instanceof CloneVm c ? c.child() : null);
        processes.add(0, "A");
        return processes;
    }

    private static List<String> buffers(Scenario scenario) {
        return introduced(
                scenario, step -> step instanceof Mmap m ? m.buffer() : step instanceof Mremap m ? m.target() : null);
    }

    private static List<String> queues(Scenario scenario) {
        return introduced(
                scenario,
                step -> step instanceof OpenQueue o ? o.queue() : step instanceof DupQueue d ? d.copy() : null);
    }

    private static List<String> references(Scenario scenario) {
        return introduced(
                scenario, step -> step instanceof Pin p ? p.reference() : step instanceof Get g ? g.reference() : null);
    }

    private static List<String> introduced(Scenario scenario, Function<Step, @Nullable String> name) {
        List<String> names = new ArrayList<>();
        scenario.steps().forEach(step -> {
            String introduced = name.apply(step);
            if (introduced != null && !names.contains(introduced)) {
                names.add(introduced);
            }
        });
        return names;
    }

    /** 1, 2, 3 and so on in place of the values that are written; 0 stays, and equal values stay equal. */
    static Scenario smallValues(Scenario scenario) {
        Map<Value, Value> small = new HashMap<>(Map.of(Value.ZERO, Value.ZERO));
        return Edits.rewrite(scenario, new StepRewriter() {
            @Override
            Value value(Value value) {
                return small.computeIfAbsent(value, unused -> new IntegerValue(small.size()));
            }
        });
    }

    /** The headers without one that may not matter, each in its turn; the kernels stay. */
    static List<Scenario> headers(Scenario s) {
        List<String> backends = s.isMmOnly() ? Scenario.DEFAULT_BACKENDS : s.backends();
        List<Device> used = usedDevices(s);
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

    private static List<Device> usedDevices(Scenario scenario) {
        Set<String> used = new HashSet<>();
        scenario.steps().forEach(step -> {
            if (step instanceof OpenQueue open) {
                used.add(open.device());
            } else if (step instanceof CreateMdev create) {
                used.add(create.device());
            } else if (step instanceof Isolate isolate) {
                used.add(isolate.device());
            } else if (step instanceof Unplug unplug) {
                used.add(unplug.device());
            } else if (step instanceof Count count
                    && count.counter().kind().argument() == CounterKind.Argument.DEVICE) {
                used.add(String.valueOf(count.counter().argument()));
            }
        });
        List<Device> devices = scenario.devices().stream()
                .filter(device -> used.contains(device.kind()))
                .toList();
        return devices.isEmpty() ? List.of(Device.DEFAULT) : devices;
    }
}
