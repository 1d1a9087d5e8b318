package io.github.accelbed.conformance.program;

import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a generator believes about the program so far: enough to choose steps that do something. It takes every step that looks right
 * for one that succeeds, and knows neither frames nor values. Where it errs, a step fails, and the model and the kernel say how.
 */
final class Sketch {

    /** Rights of one page; null in {@link Area#rights} is a hole. */
    static boolean readable(@Nullable Protection right) {
        return right == Protection.RO || right == Protection.RW;
    }

    static boolean writable(@Nullable Protection right) {
        return right == Protection.RW;
    }

    /** A buffer as one address space has it. */
    static final class Area {
        final @Nullable Protection[] rights;
        final boolean file;
        final boolean memfd;
        boolean inherited = true;

        Area(int pages, Protection right, boolean file, boolean memfd) {
            rights = new @Nullable Protection[pages];
            Arrays.fill(rights, right);
            this.file = file;
            this.memfd = memfd;
        }

        private Area(Area parents) {
            rights = parents.rights.clone();
            file = parents.file;
            memfd = parents.memfd;
        }

        void set(PageRange range, @Nullable Protection right) {
            for (int page = range.first(); page <= range.last(); page++) {
                if (right == null || rights[page] != null) {
                    rights[page] = right;
                }
            }
        }

        /** The pages whose rights are as wanted. */
        List<Integer> pages(Predicate<@Nullable Protection> wanted) {
            List<Integer> pages = new ArrayList<>();
            for (int page = 0; page < rights.length; page++) {
                if (wanted.test(rights[page])) {
                    pages.add(page);
                }
            }
            return pages;
        }

        boolean gone() {
            return Arrays.stream(rights).allMatch(right -> right == null);
        }
    }

    /** A process; after vfork the child has the parent's very map of areas. */
    static final class Proc {
        final ProcessName name;
        Map<BufferName, Area> areas = new LinkedHashMap<>();
        boolean alive;

        @Nullable
        Proc waitsFor;

        /** Of a child of vfork: how many steps it has before it execs or exits; -1 of all others. */
        int borrowed = -1;

        Proc(ProcessName name) {
            this.name = name;
        }

        boolean acts() {
            return alive && waitsFor == null;
        }
    }

    /** Pages held by {@code pin} or {@code get}. */
    static final class Reference {
        final ReferenceName name;
        final boolean pin;

        /** Whether one can write through it. */
        final boolean writable;

        final Set<Proc> holders = new LinkedHashSet<>();

        Reference(ReferenceName name, boolean pin, boolean writable) {
            this.name = name;
            this.pin = pin;
            this.writable = writable;
        }
    }

    private final List<Proc> procs = new ArrayList<>();
    private final Map<BufferName, Integer> sizes = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private @Nullable Proc owner;
    private Map<BufferName, Area> seenByDevice = Map.of();
    private boolean opened;
    private final Set<Proc> queueHolders = new LinkedHashSet<>();
    private boolean queueInherited;

    Sketch() {
        introduce().alive = true;
    }

    /** The next process, named A, B, C and so on; it does not live yet. */
    Proc introduce() {
        Proc proc = new Proc(new ProcessName(Character.toString('A' + procs.size())));
        procs.add(proc);
        return proc;
    }

    int processes() {
        return procs.size();
    }

    List<Proc> procs(Predicate<Proc> wanted) {
        return procs.stream().filter(wanted).toList();
    }

    void fork(Proc parent, Proc child) {
        child.alive = true;
        parent.areas.forEach((buffer, area) -> {
            if (area.inherited) {
                child.areas.put(buffer, new Area(area));
            }
        });
        inherit(parent, child);
    }

    void vfork(Proc parent, Proc child, int steps) {
        child.alive = true;
        child.areas = parent.areas;
        child.borrowed = steps;
        parent.waitsFor = child;
        inherit(parent, child);
    }

    private void inherit(Proc parent, Proc child) {
        if (queueHolders.contains(parent)) {
            queueHolders.add(child);
        }
        for (Reference reference : references) {
            if (reference.holders.contains(parent)) {
                reference.holders.add(child);
            }
        }
    }

    /** Exec: the process leaves its memory and, where they are close-on-exec, a queue's descriptors. */
    void exec(Proc proc) {
        boolean keeps = queueInherited && queueHolders.contains(proc);
        leave(proc);
        if (keeps) {
            queueHolders.add(proc);
        }
    }

    /** Exec, exit and kill: the process leaves its memory, and close-on-exec takes the references. */
    void leave(Proc proc) {
        queueHolders.remove(proc);
        proc.areas = new LinkedHashMap<>();
        proc.borrowed = -1;
        references.forEach(reference -> reference.holders.remove(proc));
        for (Proc parent : procs) {
            if (parent.waitsFor == proc) {
                parent.waitsFor = null;
            }
        }
        if (owner == proc) {
            close();
        }
    }

    /** A new buffer; nobody has it mapped yet. */
    void size(BufferName buffer, int pages) {
        sizes.put(buffer, pages);
    }

    int size(BufferName buffer) {
        return sizes.getOrDefault(buffer, 1);
    }

    List<BufferName> buffers() {
        return List.copyOf(sizes.keySet());
    }

    void munmap(Proc proc, PageRange range) {
        Area area = proc.areas.get(range.buffer());
        if (area != null) {
            area.set(range, null);
            if (area.gone()) {
                proc.areas.remove(range.buffer());
            }
        }
    }

    void mremap(Proc proc, BufferName from, BufferName to) {
        Area area = proc.areas.remove(from);
        if (area != null) {
            proc.areas.put(to, area);
        }
    }

    Reference refer(ReferenceName name, boolean pin, boolean writable) {
        Reference reference = new Reference(name, pin, writable);
        references.add(reference);
        return reference;
    }

    int references() {
        return references.size();
    }

    List<Reference> references(Predicate<Reference> wanted) {
        return references.stream().filter(wanted).toList();
    }

    void open(Proc proc) {
        opened = true;
        owner = proc;
        seenByDevice = proc.areas;
    }

    /** A queue with descriptors, and whether an exec keeps them. */
    void openReal(Proc proc, boolean inherit) {
        opened = true;
        queueInherited = inherit;
        queueHolders.add(proc);
    }

    /** Who has the descriptors of a queue that has some. */
    Set<Proc> queueHolders() {
        return queueHolders;
    }

    boolean opened() {
        return opened;
    }

    /** Who opened the queue, if it still works. */
    @Nullable
    Proc owner() {
        return owner;
    }

    Map<BufferName, Area> seenByDevice() {
        return seenByDevice;
    }

    void close() {
        owner = null;
    }
}
