package io.github.accelbed.model.mm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each process must read, without frames, page tables or reference counts: a private page is a value of its own from
 * fork on, a shared page is one value for all. Pins hold values; where the decision tables leave open whether a pin still sees
 * its owner's page, or say that it does not, it is no longer known and not judged here (the tables have their own tests).
 */
final class ReferenceMemory {
    static final String ANY = "?";

    /** Before the answer of who had to wait for the manager of a protected page. */
    static final String ASKED = "ASKED ";

    enum Backing {
        ANON,
        SHARED,
        FILE_SHARED,
        MEMFD_SHARED,
        FILE_PRIVATE
    }

    /** Whether userfaultfd is asked before a page is written; a page that may not be mapped may not be protected. */
    enum Guard {
        NONE,
        PERHAPS,
        SURE
    }

    /** One page's contents. */
    static final class Cell {
        long value;
        /** MADV_FREE was said and nobody wrote since. */
        boolean free;
        /** Reclaim may have dropped it: reads the old value or 0. */
        boolean uncertain;
        /** Of a file: it lies behind the end. */
        boolean gone;
        /** An anonymous page exists; not the zero page. */
        boolean real;

        Cell copy() {
            Cell copy = new Cell();
            copy.value = value;
            copy.free = free;
            copy.uncertain = uncertain;
            copy.real = real;
            return copy;
        }
    }

    static final class Page {
        final Backing backing;
        /** The page of the file or shared object behind it. */
        @Nullable
        Cell object;

        Cell cell;
        /** False for a private file page that nobody wrote here. */
        boolean own;

        int rights;
        String zone = "";
        boolean hugetlb;
        /** Of a memfd or shared anonymous memory, whose pages may become pieces of a huge one. */
        boolean shmem;

        boolean dontFork;
        boolean wipeOnFork;
        Guard guard = Guard.NONE;
        boolean mergeable;

        /**
         * From 5.9 to 5.18 fork copies a pinned page of the page cache, if the area has private pages at all; whether the child then
         * follows the file is not judged.
         */
        boolean vague;

        Page(Backing backing, @Nullable Cell object, int rights) {
            this.backing = backing;
            this.object = object;
            this.rights = rights;
            cell = object == null ? new Cell() : object;
            own = backing == Backing.ANON;
        }

        boolean beyondEnd() {
            return cell == object && cell.gone;
        }

        boolean isPrivate() {
            return backing == Backing.ANON || backing == Backing.FILE_PRIVATE;
        }

        boolean sameArea(Page other) {
            return rights == other.rights
                    && dontFork == other.dontFork
                    && wipeOnFork == other.wipeOnFork
                    && mergeable == other.mergeable;
        }
    }

    static final class Space {
        final Map<String, @Nullable Page[]> buffers = new LinkedHashMap<>();
    }

    static final class Proc {
        final String name;
        Space space;
        boolean alive = true;

        @Nullable
        Proc waitsFor;

        Proc(String name, Space space) {
            this.name = name;
            this.space = space;
        }
    }

    static final class Pin {
        final boolean dma;
        final boolean write;
        final boolean longterm;
        final Set<Proc> holders = new LinkedHashSet<>();
        final List<Cell> cells = new ArrayList<>();
        /** Pages of a file or a shared object: they stay what they are. */
        final List<Boolean> shared = new ArrayList<>();

        final List<Boolean> known = new ArrayList<>();
        final List<Boolean> wasReal = new ArrayList<>();

        Pin(boolean dma, boolean write, boolean longterm) {
            this.dma = dma;
            this.write = write;
            this.longterm = longterm;
        }
    }

    private enum Cause {
        FORK,
        MPROTECT,
        WRITE,
        CLEAR_REFS,
        SWAPOUT,
        KSM
    }

    final Map<String, Proc> procs = new LinkedHashMap<>();
    final Map<String, Pin> pins = new LinkedHashMap<>();
    final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, Cell> files = new LinkedHashMap<>();
    private final Map<String, Integer> lengths = new LinkedHashMap<>();
    private final Set<String> pinNames = new LinkedHashSet<>();
    private boolean zonesOfFiles;
    private boolean swapsOut;
    private final int era;
    private final boolean populate;
    private final boolean refusesFiles;
    private final boolean movesSeveralAreas;
    private final boolean removesReadOnly;
    private final boolean doforkRefusesHugetlb;
    private final boolean movesOut;
    private final boolean movesHugetlb;
    private final boolean dropsHugetlb;
    private final boolean copiesHugetlb;
    private final boolean sparesPinned;
    private final boolean collapses;
    private final boolean protects;
    private final boolean protectsShared;
    private final boolean protectsAreas;
    private final boolean pinsWait;

    ReferenceMemory(String kernel) {
        era = MmWorld.era(kernel).charAt(1) - '0';
        populate = Set.of("5.17", "6.1", "6.18", "7.0").contains(kernel);
        refusesFiles = Set.of("6.18", "7.0").contains(kernel);
        movesSeveralAreas = Set.of("6.18", "7.0").contains(kernel);
        removesReadOnly = Set.of("6.18", "7.0").contains(kernel);
        doforkRefusesHugetlb = kernel.equals("7.0");
        movesOut = Set.of("5.17", "6.1", "6.18", "7.0").contains(kernel);
        movesHugetlb = movesOut;
        copiesHugetlb = movesOut;
        sparesPinned = movesOut;
        collapses = Set.of("6.1", "6.18", "7.0").contains(kernel);
        protects = !Set.of("4.20", "5.4").contains(kernel);
        protectsAreas = refusesFiles;
        pinsWait = refusesFiles;
        dropsHugetlb = Set.of("6.1", "6.18", "7.0").contains(kernel);
        protectsShared = dropsHugetlb;
        procs.put("A", new Proc("A", new Space()));
    }

    boolean applicable(Statement s) {
        Proc proc = procs.get(s.actor());
        if (proc == null || !proc.alive) {
            return false;
        }
        boolean root = s.verb() == Statement.Verb.SWAPOUT
                || s.verb() == Statement.Verb.MIGRATE
                || s.verb() == Statement.Verb.CLEAR_REFS
                || s.verb() == Statement.Verb.NUMA_HINT
                || s.verb() == Statement.Verb.KSM
                || s.verb() == Statement.Verb.KHUGEPAGED;
        boolean device = s.verb() == Statement.Verb.PIN_READ || s.verb() == Statement.Verb.PIN_WRITE;
        if (proc.waitsFor != null && !root && !device) {
            return false;
        }
        Pin pin = pins.get(s.name());
        return switch (s.verb()) {
            case MMAP ->
                !proc.space.buffers.containsKey(s.name()) && sizes.getOrDefault(s.name(), s.last() + 1) == s.last() + 1;
            case MREMAP -> sizes.containsKey(s.name()) && !sizes.containsKey(s.other());
            case MUNMAP, MPROTECT, MADVISE, READ, WRITE, SWAPOUT, MIGRATE, NUMA_HINT, KHUGEPAGED, KSM, UFFD ->
                known(s) && !(s.word().equals("populate") && perhaps(proc, s)) && !clears(proc, s);
            case PIN, GET ->
                known(s) && !pinNames.contains(s.other()) && !(s.word().contains("longterm") && perhaps(proc, s));
            case FORK, VFORK -> !procs.containsKey(s.name());
            case EXEC, EXIT, TRUNCATE, CLEAR_REFS -> true;
            case UNPIN -> pin != null && pin.holders.contains(proc);
            case PIN_READ -> pin != null && pin.known.get(0);
            case PIN_WRITE -> pin != null && pin.known.get(0) && pin.write;
        };
    }

    private boolean known(Statement s) {
        return s.last() < sizes.getOrDefault(s.name(), 0);
    }

    /** A hole in a huge page that somebody refers to leaves the page in the file, and who refers to it sees zeros. Not judged. */
    private boolean clears(Proc proc, Statement s) {
        Page page = page(proc, s.name(), s.first());
        boolean part = s.first() != 0 || s.last() != 511;
        return s.word().equals("remove")
                && part
                && sizes.get(s.name()) == 512
                && page != null
                && page.shmem
                && isShmemHeld();
    }

    private boolean isShmemHeld() {
        return pins.values().stream().anyMatch(pin -> pin.shared.contains(true));
    }

    private boolean perhaps(Proc proc, Statement s) {
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page != null && page.guard == Guard.PERHAPS) {
                return true;
            }
        }
        return false;
    }

    /** Does the statement and says what the kernel must answer; {@code actual} settles what may be either. */
    String apply(Statement s, String actual) {
        Proc proc = procs.get(s.actor());
        return switch (s.verb()) {
            case MMAP -> mmap(proc, s);
            case MUNMAP -> munmap(proc, s);
            case MREMAP -> mremap(proc, s);
            case MPROTECT -> mprotect(proc, s);
            case MADVISE -> madvise(proc, s, actual);
            case TRUNCATE -> truncate(s.name(), s.last());
            case READ -> read(page(proc, s.name(), s.first()), actual);
            case WRITE -> write(page(proc, s.name(), s.first()), s.value(), actual);
            case FORK -> fork(proc, s.name());
            case VFORK -> vfork(proc, s.name());
            case EXEC -> exec(proc);
            case EXIT -> exit(proc);
            case PIN, GET -> gup(proc, s, actual);
            case UNPIN -> unpin(proc, s.name());
            case PIN_READ -> see(pins.get(s.name()).cells.get(0), actual);
            case PIN_WRITE -> pinWrite(pins.get(s.name()), s.value());
            case SWAPOUT -> swapOut(page(proc, s.name(), s.first()));
            case CLEAR_REFS -> clearRefs(proc);
            case KHUGEPAGED -> collapse(proc, s, actual);
            case KSM -> ksm(proc, s, actual);
            case MIGRATE -> ANY;
            case NUMA_HINT -> "OK";
            case UFFD -> uffd(proc, s, actual);
        };
    }

    @Nullable
    Page page(Proc proc, String buffer, int index) {
        Page[] pages = proc.space.buffers.get(buffer);
        return pages == null ? null : pages[index];
    }

    private String mmap(Proc proc, Statement s) {
        int size = s.last() + 1;
        sizes.put(s.name(), size);
        Page[] pages = new Page[size];
        boolean isShared = s.word().contains("shared");
        for (int i = 0; i < size; i++) {
            Backing backing = Backing.ANON;
            Cell object = null;
            if (!s.other().isEmpty()) {
                Backing sharedFile = Statement.isMemfd(s.other()) ? Backing.MEMFD_SHARED : Backing.FILE_SHARED;
                backing = isShared ? sharedFile : Backing.FILE_PRIVATE;
                object = files.computeIfAbsent(s.other() + ":" + i, f -> new Cell());
                object.gone = i >= lengths.getOrDefault(s.other(), Integer.MAX_VALUE);
            } else if (isShared) {
                backing = Backing.SHARED;
                object = new Cell();
            }
            pages[i] = new Page(backing, object, rights(s.word()));
            pages[i].zone = zone(s.word());
            zonesOfFiles |= object != null && !pages[i].zone.isEmpty();
            pages[i].hugetlb = s.word().contains("hugetlb");
            pages[i].shmem = object != null && (s.other().isEmpty() ? !pages[i].hugetlb : Statement.isMemfd(s.other()));
        }
        proc.space.buffers.put(s.name(), pages);
        return "OK";
    }

    private static String zone(String word) {
        return word.contains("movable") ? "movable" : word.contains("cma") ? "cma" : "";
    }

    /** From 5.13 on; before, no pin fails for it. A page of a file lies where the first who touched it had it. */
    private boolean leavesZone(Page page) {
        return era >= 3 && movesOut && (!page.zone.isEmpty() || (page.object != null && zonesOfFiles));
    }

    static int rights(String word) {
        if (word.contains("none")) {
            return 0;
        }
        return word.contains("ro") ? MmWorld.RO : MmWorld.RW;
    }

    /** Whether the range ends within a huge page of the pool. */
    private boolean cuts(Proc proc, Statement s) {
        Page page = page(proc, s.name(), s.first());
        return page != null && page.hugetlb && (s.first() % 512 != 0 || (s.last() + 1) % 512 != 0);
    }

    private String munmap(Proc proc, Statement s) {
        if (cuts(proc, s)) {
            return "EINVAL";
        }
        Page[] pages = proc.space.buffers.get(s.name());
        if (pages != null) {
            boolean left = false;
            for (int i = 0; i < pages.length; i++) {
                if (i >= s.first() && i <= s.last()) {
                    leftBehind(pages[i]);
                    pages[i] = null;
                }
                left |= pages[i] != null;
            }
            if (!left) {
                proc.space.buffers.remove(s.name());
            }
        }
        return "OK";
    }

    private String mremap(Proc proc, Statement s) {
        sizes.put(s.other(), sizes.get(s.name()));
        Page[] pages = proc.space.buffers.get(s.name());
        if (pages == null || pages[0] == null) {
            return "EFAULT";
        }
        if (pages[0].hugetlb && !movesHugetlb) {
            return "EINVAL";
        }
        for (Page page : pages) {
            if (!movesSeveralAreas && (page == null || !page.sameArea(pages[0]))) {
                return "EFAULT";
            }
        }
        Stream.of(pages).filter(Objects::nonNull).forEach(page -> page.guard = Guard.NONE);
        proc.space.buffers.remove(s.name());
        proc.space.buffers.put(s.other(), pages);
        return "OK";
    }

    private String mprotect(Proc proc, Statement s) {
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page == null) {
                return "ENOMEM";
            }
            if (page.rights != rights(s.word())) {
                if (cutsAreaOf(proc, s, i)) {
                    return "EINVAL";
                }
                page.rights = rights(s.word());
                disturb(page, Cause.MPROTECT);
            }
        }
        return "OK";
    }

    /** Whether a change of flags from the area of a page on would end an area within a huge page of the pool. */
    private boolean cutsAreaOf(Proc proc, Statement s, int i) {
        Page page = page(proc, s.name(), i);
        if (page == null || !page.hugetlb) {
            return false;
        }
        boolean head = s.first() % 512 != 0;
        for (int j = s.first(); j < i; j++) {
            Page other = page(proc, s.name(), j);
            head &= other != null && other.sameArea(page);
        }
        boolean tail = (s.last() + 1) % 512 != 0;
        for (int j = i + 1; j <= s.last(); j++) {
            Page other = page(proc, s.name(), j);
            tail &= other != null && other.sameArea(page);
        }
        return head || tail;
    }

    private static boolean changesFlag(Page page, String advice) {
        return switch (advice) {
            case "dontfork" -> !page.dontFork;
            case "dofork" -> page.dontFork;
            case "wipeonfork" -> !page.wipeOnFork;
            case "keeponfork" -> page.wipeOnFork;
            default -> false;
        };
    }

    private String madvise(Proc proc, Statement s, String actual) {
        if (s.word().equals("populate")) {
            return populate(proc, s);
        }
        if (s.word().equals("collapse")) {
            return era >= 4 && collapses ? collapse(proc, s, actual) : "EINVAL";
        }
        String result = "OK";
        boolean cuts = cuts(proc, s);
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page == null) {
                result = "ENOMEM";
                continue;
            }
            if (page.hugetlb && s.word().equals("dontneed")) {
                if (!dropsHugetlb || s.first() % 512 != 0) {
                    return "EINVAL";
                }
                if (cuts) {
                    continue;
                }
            }
            if (s.word().equals("remove")) {
                String removed = remove(page, !cuts);
                if (!removed.equals("OK")) {
                    return removed;
                }
                continue;
            }
            if (page.hugetlb && doforkRefusesHugetlb && s.word().equals("dofork")) {
                return "EINVAL";
            }
            boolean anonOnly = s.word().equals("free") || s.word().equals("wipeonfork");
            if (anonOnly && (page.backing != Backing.ANON || page.hugetlb)) {
                return "EINVAL";
            }
            if (changesFlag(page, s.word()) && cutsAreaOf(proc, s, i)) {
                return "EINVAL";
            }
            switch (s.word()) {
                case "dontneed" -> {
                    if (page.isPrivate()) {
                        leftBehind(page);
                        page.cell = page.object == null ? new Cell() : page.object;
                        page.own = page.object == null;
                        page.vague = false;
                        page.guard = page.hugetlb && page.guard != Guard.NONE ? Guard.PERHAPS : Guard.NONE;
                    }
                }
                case "free" -> {
                    page.cell.free = true;
                    // What is in swap goes at once.
                    page.cell.uncertain |= swapsOut;
                    page.guard = page.guard == Guard.NONE ? Guard.NONE : Guard.PERHAPS;
                }
                case "mergeable" -> page.mergeable = page.isPrivate() && !page.hugetlb;
                case "unmergeable" -> page.mergeable = false;
                case "dontfork" -> page.dontFork = true;
                case "dofork" -> page.dontFork = false;
                case "wipeonfork" -> page.wipeOnFork = true;
                case "keeponfork" -> page.wipeOnFork = false;
                default -> throw new IllegalArgumentException(s.word());
            }
        }
        return result;
    }

    private String truncate(String file, int length) {
        loosenGuards();
        lengths.put(file, length);
        for (String page : List.copyOf(files.keySet())) {
            if (page.startsWith(file + ":")) {
                boolean gone = Integer.parseInt(page.substring(file.length() + 1)) >= length;
                files.get(page).gone = gone;
                if (gone) {
                    empty(files.get(page), true);
                }
            }
        }
        return "OK";
    }

    /** The object has another page from now on; who holds the old one keeps it, and so do private copies unless they go, too. */
    private void empty(Cell old, boolean evenCows) {
        Cell fresh = new Cell();
        fresh.gone = old.gone;
        files.replaceAll((name, cell) -> cell == old ? fresh : cell);
        for (Proc proc : procs.values()) {
            for (Page[] pages : proc.space.buffers.values()) {
                for (Page page : pages) {
                    if (page != null && page.object == old) {
                        page.object = fresh;
                        if (!page.own || evenCows) {
                            leftBehind(page);
                            page.cell = fresh;
                            page.own = false;
                            page.vague = false;
                        }
                    }
                }
            }
        }
    }

    private String remove(Page page, boolean whole) {
        if (page.object == null && !page.hugetlb) {
            return "EINVAL";
        }
        boolean readOnly = (page.rights & Vma.WRITE) == 0 && !removesReadOnly;
        if (page.isPrivate() || readOnly) {
            return "EACCES";
        }
        loosenGuards();
        if (whole) {
            empty(page.object, false);
        } else if (dropsHugetlb) {
            page.object.value = 0;
        }
        return "OK";
    }

    private String populate(Proc proc, Statement s) {
        if (!populate) {
            return "EINVAL";
        }
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page == null) {
                return "ENOMEM";
            }
            if (page.rights == 0) {
                return "EINVAL";
            }
            if (page.beyondEnd()) {
                return "EFAULT";
            }
            if ((page.rights & Vma.WRITE) != 0) {
                if (page.guard == Guard.SURE) {
                    return "EFAULT";
                }
                breakOut(page);
            }
        }
        return "OK";
    }

    /** A private file page becomes the process's own. */
    private static void breakOut(Page page) {
        if (page.backing == Backing.FILE_PRIVATE && !page.own) {
            page.cell = page.cell.copy();
            page.cell.real = true;
            page.own = true;
        }
    }

    private static String read(@Nullable Page page, String actual) {
        if (page == null || (page.rights & Vma.READ) == 0) {
            return "SIGSEGV";
        }
        if (page.beyondEnd()) {
            return "SIGBUS";
        }
        return page.vague ? ANY : see(page.cell, actual);
    }

    private static String see(Cell cell, String actual) {
        if (cell.uncertain) {
            cell.uncertain = false;
            if (actual.equals("0")) {
                cell.value = 0;
            }
        }
        return Long.toString(cell.value);
    }

    private String uffd(Proc proc, Statement s, String actual) {
        if (!protects || cuts(proc, s)) {
            return "EINVAL";
        }
        boolean hole = false;
        boolean any = false;
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            hole |= page == null;
            any |= page != null;
            if (page != null && page.backing == Backing.FILE_PRIVATE && protectsShared && !actual.equals("EINVAL")) {
                // A private mapping of a memfd.
                continue;
            }
            boolean file =
                    page != null && (page.backing == Backing.FILE_SHARED || page.backing == Backing.FILE_PRIVATE);
            boolean shared = page != null && (page.hugetlb || !page.isPrivate());
            if (file || (shared && !protectsShared)) {
                return "EINVAL";
            }
        }
        if (!any) {
            return "EINVAL";
        }
        if (!protectsAreas && (hole || (s.first() < s.last() && actual.equals("ENOENT")))) {
            // Which pages lie in one area depends on what has merged.
            return "ENOENT";
        }
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page != null) {
                boolean there = page.backing == Backing.ANON && page.cell.real && !page.cell.free && !page.hugetlb;
                guard(page, s.word().equals("unprotect") ? Guard.NONE : there ? Guard.SURE : Guard.PERHAPS);
            }
        }
        return "OK";
    }

    private void guard(Page page, Guard guard) {
        page.guard = guard;
        disturb(page, Cause.MPROTECT);
    }

    /** What the manager's help adds to an answer. */
    private static String asked(Page page, String actual) {
        boolean asked = page.guard == Guard.SURE || (page.guard == Guard.PERHAPS && actual.startsWith(ASKED));
        return asked ? ASKED : "";
    }

    private String write(@Nullable Page page, long value, String actual) {
        if (page == null || (page.rights & Vma.WRITE) == 0) {
            return "SIGSEGV";
        }
        if (page.beyondEnd()) {
            return "SIGBUS";
        }
        String asked = asked(page, actual);
        if (!asked.isEmpty()) {
            guard(page, Guard.NONE);
        }
        disturb(page, Cause.WRITE);
        breakOut(page);
        page.vague = false;
        page.cell.value = value;
        page.cell.free = false;
        page.cell.uncertain = false;
        page.cell.real = true;
        return asked + "OK";
    }

    private static String pinWrite(Pin pin, long value) {
        Cell cell = pin.cells.get(0);
        cell.value = value;
        cell.uncertain = false;
        return "OK";
    }

    private String fork(Proc parent, String name) {
        Space space = new Space();
        parent.space.buffers.forEach((buffer, pages) -> {
            Page[] copies = new Page[pages.length];
            boolean any = false;
            for (int i = 0; i < pages.length; i++) {
                Page page = pages[i];
                if (page == null || page.dontFork) {
                    continue;
                }
                any = true;
                copies[i] = new Page(page.backing, page.object, page.rights);
                copies[i].wipeOnFork = page.wipeOnFork;
                copies[i].mergeable = page.mergeable;
                copies[i].zone = page.zone;
                copies[i].hugetlb = page.hugetlb;
                copies[i].shmem = page.shmem;
                copies[i].vague = page.vague || (era == 3 && !page.own && page.isPrivate() && pinnedForDma(page.cell));
                if (page.own && !page.wipeOnFork) {
                    copies[i].own = true;
                    copies[i].cell = page.cell.copy();
                    disturb(page, Cause.FORK);
                }
            }
            if (any) {
                space.buffers.put(buffer, copies);
            }
        });
        return newProc(parent, name, space);
    }

    private boolean pinnedForDma(Cell cell) {
        return pins.values().stream().anyMatch(pin -> pin.dma && pin.cells.contains(cell));
    }

    private String vfork(Proc parent, String name) {
        newProc(parent, name, parent.space);
        parent.waitsFor = procs.get(name);
        return "OK";
    }

    private String newProc(Proc parent, String name, Space space) {
        Proc child = new Proc(name, space);
        procs.put(name, child);
        for (Pin pin : pins.values()) {
            if (pin.holders.contains(parent)) {
                pin.holders.add(child);
            }
        }
        return "OK";
    }

    private String exec(Proc proc) {
        leave(proc);
        proc.space = new Space();
        return "OK";
    }

    private String exit(Proc proc) {
        leave(proc);
        proc.alive = false;
        return "OK";
    }

    private void leave(Proc proc) {
        if (procs.values().stream().noneMatch(p -> p != proc && p.alive && p.space == proc.space)) {
            proc.space.buffers.values().forEach(pages -> Stream.of(pages).forEach(this::leftBehind));
        }
        for (Proc other : procs.values()) {
            if (other.waitsFor == proc) {
                other.waitsFor = null;
            }
        }
        List.copyOf(pins.keySet()).forEach(name -> unpin(proc, name));
    }

    private String unpin(Proc proc, String name) {
        Pin pin = pins.get(name);
        pin.holders.remove(proc);
        if (pin.holders.isEmpty()) {
            pins.remove(name);
        }
        return "OK";
    }

    private String gup(Proc proc, Statement s, String actual) {
        boolean dma = s.verb() == Statement.Verb.PIN;
        boolean write = s.word().contains("rw");
        boolean longterm = s.word().contains("longterm");
        Pin pin = new Pin(dma, write, longterm);
        String asked = "";
        int before = s.first();
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            int needed = write ? Vma.WRITE : Vma.READ;
            if (page == null || (page.rights & needed) == 0 || page.beyondEnd()) {
                return asked + "EFAULT";
            }
            if (write && longterm && refusesFiles && page.backing == Backing.FILE_SHARED) {
                return asked + "EFAULT";
            }
            if ((write || (era == 2 && page.isPrivate())) && page.guard != Guard.NONE) {
                if (longterm && !pinsWait) {
                    return asked + "EFAULT";
                }
                if (!asked(page, actual).isEmpty() && asked.isEmpty()) {
                    asked = ASKED;
                    before = i;
                    release(proc, s);
                }
            }
            if (actual.endsWith("ENOMEM") && longterm && leavesZone(page) && (!pins.isEmpty() || swapsOut)) {
                // Somebody else's reference, or the swap cache's, may keep the page where a pin must not last.
                return actual;
            }
            if (page.isPrivate() && (write || era == 2)) {
                disturb(page, Cause.WRITE);
                breakOut(page);
                page.cell.real = true;
            } else if (page.isPrivate() && era == 5 && dma && longterm) {
                breakOut(page);
                page.cell.real = true;
            }
            pin.cells.add(page.cell);
            pin.shared.add(!page.own);
            pin.known.add(!page.vague);
            pin.wasReal.add(page.cell.real);
        }
        pin.holders.add(proc);
        pinNames.add(s.other());
        pins.put(s.other(), pin);
        for (int i = s.first(); i < before; i++) {
            // Pages that it had by then: letting a range go takes the right to write from all of it.
            disturb(page(proc, s.name(), i), Cause.MPROTECT);
        }
        return asked + "OK";
    }

    /** The manager lets all of a range go. */
    private void release(Proc proc, Statement s) {
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page != null) {
                guard(page, Guard.NONE);
            }
        }
    }

    private String swapOut(@Nullable Page page) {
        if (page != null && page.own) {
            disturb(page, Cause.SWAPOUT);
            swapsOut = true;
            dropAlike(page.cell.value);
        }
        return ANY;
    }

    /** A page that a child shares with its parent goes from whoever of them gave it to reclaim; those that are alike may be one. */
    private void dropAlike(long value) {
        for (Proc proc : procs.values()) {
            for (Page[] pages : proc.space.buffers.values()) {
                Stream.of(pages)
                        .filter(page -> page != null && page.cell.free && page.cell.value == value)
                        .forEach(page -> page.cell.uncertain = true);
            }
        }
    }

    /** Nobody sees it but by the answer. A huge page made of MADV_FREE memory is dirty. A range that only ends at a border of 2 MiB has none to make. */
    private String collapse(Proc proc, Statement s, String actual) {
        boolean large = sizes.get(s.name()) == 512;
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            boolean anon = page != null && page.backing == Backing.ANON && !page.hugetlb;
            if (!large || page == null || !(anon || page.shmem)) {
                return actual.equals("OK") ? "no huge page" : ANY;
            }
            if (page.shmem) {
                loosenGuards();
            }
            if (anon && actual.equals("OK") && s.first() == 0 && s.last() == 511) {
                page.cell.free &= page.cell.uncertain;
            }
        }
        return ANY;
    }

    /** Pages of shmem are unmapped while a huge page is made of them or taken to pieces, and protection goes with the entry. */
    private void loosenGuards() {
        for (Proc proc : procs.values()) {
            for (Page[] pages : proc.space.buffers.values()) {
                Stream.of(pages)
                        .filter(page -> page != null && page.shmem && page.guard != Guard.NONE)
                        .forEach(page -> page.guard = Guard.PERHAPS);
            }
        }
    }

    /** Nobody sees it: who writes has a page of its own again. */
    private String ksm(Proc proc, Statement s, String actual) {
        for (int i = s.first(); i <= s.last(); i++) {
            Page page = page(proc, s.name(), i);
            if (page == null || !page.mergeable) {
                return actual.equals("OK") ? "nothing to merge" : ANY;
            }
            disturb(page, Cause.KSM);
            // replace_page forgets userfaultfd's protection.
            page.guard = page.guard == Guard.NONE ? Guard.NONE : Guard.PERHAPS;
        }
        return ANY;
    }

    private String clearRefs(Proc proc) {
        proc.space
                .buffers
                .values()
                .forEach(pages -> Stream.of(pages).filter(Objects::nonNull).forEach(page -> {
                    if (!page.hugetlb) {
                        disturb(page, Cause.CLEAR_REFS);
                    }
                }));
        return "OK";
    }

    /** Something happened to a page after which a pin may no longer see it. */
    private void disturb(Page page, Cause cause) {
        if (!page.own) {
            return;
        }
        for (Pin pin : pins.values()) {
            for (int i = 0; i < pin.cells.size(); i++) {
                if (pin.cells.get(i) == page.cell
                        && !pin.shared.get(i)
                        && !keeps(pin, page, pin.wasReal.get(i), cause)) {
                    pin.known.set(i, false);
                }
            }
        }
    }

    /**
     * A process has a page no more, and only references do. Up to 5.7, and of hugetlb memory in every release, one for reading may be on a page that somebody
     * else has since a fork, who then writes it in place: mappings alone are counted. So they are up to 5.17 of a page that comes back from swap for writing.
     */
    private void leftBehind(@Nullable Page page) {
        if (page == null || !page.own || (era != 1 && !page.hugetlb && !(era == 3 && swapsOut))) {
            return;
        }
        for (Pin pin : pins.values()) {
            for (int i = 0; i < pin.cells.size(); i++) {
                if (pin.cells.get(i) == page.cell && !pin.write) {
                    pin.known.set(i, false);
                }
            }
        }
    }

    private boolean keeps(Pin pin, Page page, boolean wasReal, Cause cause) {
        return switch (cause) {
            case FORK -> pin.dma && era >= 3 && (!page.hugetlb || copiesHugetlb);
            case MPROTECT -> era != 3 || page.hugetlb;
            case CLEAR_REFS -> era != 3 || (pin.dma && sparesPinned);
            case WRITE ->
                pin.write || era == 2 || (era >= 4 && pin.dma && wasReal) || (era == 5 && pin.dma && pin.longterm);
            case SWAPOUT -> pin.dma && era >= 4;
            // A clean page without the right to write is merged whoever refers to it, unless it is exclusive.
            case KSM -> era >= 4 || !page.cell.free;
        };
    }
}
