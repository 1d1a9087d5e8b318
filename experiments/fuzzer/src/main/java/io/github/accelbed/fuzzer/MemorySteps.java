package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Buffer;
import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.fuzzer.Sketch.Reference;
import io.github.accelbed.scenario.language.step.Advice;
import io.github.accelbed.scenario.language.step.Place;
import io.github.accelbed.scenario.program.Dice;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Steps of a process on its memory, and page references. */
final class MemorySteps {
    private static final int HUGE = 512;

    private final Choice choice;
    private final Dice dice;
    private final Sketch sketch;
    private final boolean small;

    /** Writes them; small programs have no buffer of many pages. */
    MemorySteps(Choice choice, boolean small) {
        this.choice = choice;
        dice = choice.dice;
        sketch = choice.sketch;
        this.small = small;
    }

    List<Verb> verbs() {
        return List.of(
                new Verb(7, this::mmap),
                new Verb(4, this::munmap),
                new Verb(2, this::mremap),
                new Verb(4, this::mprotect),
                new Verb(2, this::uffd),
                new Verb(7, this::madvise),
                new Verb(1, this::truncate),
                new Verb(8, this::read),
                new Verb(10, this::write),
                new Verb(3, () -> hold("pin")),
                new Verb(2, () -> hold("get")),
                new Verb(2, this::unpin),
                new Verb(2, () -> reference(": read")),
                new Verb(2, () -> reference(": write " + choice.value())));
    }

    /** A new buffer, or one that is known and not mapped here. */
    String mmap() {
        Proc proc = choice.proc();
        Buffer again = dice.oneIn(3) ? choice.any(Buffer.class, known -> !proc.mapped.contains(known)) : null;
        boolean huge = !small && again == null && dice.oneIn(14);
        Buffer buffer = again != null
                ? again
                : sketch.add(new Buffer(
                        sketch.fresh("b"),
                        huge
                                ? HUGE * dice.of(1, 1, 2) + dice.of(0, 0, 1)
                                : small ? 1 + dice.below(2) : dice.of(1, 1, 2, 2, 3, 4)));
        proc.mapped.add(buffer);
        String size = huge || dice.oneIn(20) ? dice.of(" huge", " hugetlb") : "";
        String options = dice.of("", "", "", " private", " shared", " shared")
                + dice.of("", "", "", " rw", " ro", " none")
                + size
                + (dice.oneIn(12) ? dice.of(" movable", " cma") : "")
                + (!size.equals(" hugetlb") && dice.oneIn(6)
                        ? dice.of(" file f", " file g", " memfd m", " memfd m")
                        : "")
                + (again == null && dice.oneIn(12) ? " at " + dice.any(Place.words()) : "");
        return proc.name + ": mmap " + buffer.name + " " + buffer.pages + options;
    }

    private @Nullable String munmap() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        if (buffer == null) {
            return null;
        }
        String range = choice.range(buffer);
        if (range.equals(buffer.name)) {
            proc.mapped.remove(buffer);
        }
        return proc.name + ": munmap " + range;
    }

    private @Nullable String mremap() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        if (buffer == null) {
            return null;
        }
        Buffer target = sketch.add(new Buffer(sketch.fresh("b"), buffer.pages));
        proc.mapped.remove(buffer);
        proc.mapped.add(target);
        return proc.name + ": mremap " + buffer.name + " " + target.name;
    }

    private @Nullable String mprotect() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        return buffer == null
                ? null
                : proc.name + ": mprotect " + choice.range(buffer) + " " + dice.of("rw", "ro", "ro", "none");
    }

    private @Nullable String uffd() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        return buffer == null
                ? null
                : proc.name + ": uffd " + choice.range(buffer) + " " + dice.of("protect", "unprotect");
    }

    private @Nullable String madvise() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        String advice = dice.of(Advice.values()).name().toLowerCase(Locale.ROOT);
        return buffer == null ? null : proc.name + ": madvise " + choice.range(buffer) + " " + advice;
    }

    private String truncate() {
        return choice.proc().name + ": truncate " + dice.of("f", "m", "m") + " " + dice.below(4);
    }

    private @Nullable String read() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        return buffer == null ? null : proc.name + ": read " + choice.page(buffer);
    }

    @Nullable
    String write() {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        return buffer == null ? null : proc.name + ": write " + choice.page(buffer) + " " + choice.value();
    }

    private @Nullable String hold(String verb) {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        if (buffer == null) {
            return null;
        }
        Reference reference = sketch.add(new Reference(sketch.fresh("p"), proc));
        String longterm = verb.equals("pin") && dice.oneIn(2) ? " longterm" : "";
        return proc.name + ": " + verb + " " + reference.name + " " + choice.range(buffer) + choice.right() + longterm;
    }

    private @Nullable String unpin() {
        Reference reference = choice.any(Reference.class, known -> known.held);
        if (reference == null) {
            return null;
        }
        reference.held = false;
        Proc proc = dice.oneIn(5) ? choice.proc() : reference.owner;
        return proc.name + ": unpin " + reference.name;
    }

    private @Nullable String reference(String what) {
        Reference reference = choice.any(Reference.class, known -> known.held);
        return reference == null ? null : reference.name + what;
    }
}
