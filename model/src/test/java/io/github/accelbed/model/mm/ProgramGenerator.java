package io.github.accelbed.model.mm;

import io.github.accelbed.model.mm.Statement.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes up the next statement of a program, most of the time one that does something. */
final class ProgramGenerator {
    private static final int[] HUGE_SPOTS = {0, 1, 255, 256, 511};
    private static final Verb[] WEIGHTED = weighted();

    private final Random random;
    private final ReferenceMemory reference;
    private final boolean huge;
    private int names;
    private long values = 1;

    ProgramGenerator(Random random, ReferenceMemory reference, boolean huge) {
        this.random = random;
        this.reference = reference;
        this.huge = huge;
    }

    private static Verb[] weighted() {
        List<Verb> verbs = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            int weight = switch (verb) {
                case WRITE -> 16;
                case MMAP, READ -> 10;
                case MADVISE, PIN_WRITE -> 8;
                case FORK, PIN -> 7;
                case MPROTECT, SWAPOUT, KSM -> 6;
                case GET, NUMA_HINT, UFFD -> 5;
                case PIN_READ, MIGRATE -> 4;
                case MUNMAP, MREMAP, EXIT, UNPIN -> 3;
                case VFORK, EXEC, TRUNCATE, CLEAR_REFS, KHUGEPAGED -> 2;
            };
            verbs.addAll(Collections.nCopies(weight, verb));
        }
        return verbs.toArray(new Verb[0]);
    }

    Statement next() {
        while (true) {
            Statement statement = propose();
            if (reference.applicable(statement)) {
                return statement;
            }
        }
    }

    private Statement propose() {
        List<ReferenceMemory.Proc> alive =
                reference.procs.values().stream().filter(p -> p.alive).toList();
        if (alive.isEmpty()) {
            throw new IllegalStateException("nobody lives");
        }
        ReferenceMemory.Proc proc = alive.get(random.nextInt(alive.size()));
        Verb verb = WEIGHTED[random.nextInt(WEIGHTED.length)];
        if (proc.space.buffers.isEmpty() && random.nextInt(3) > 0) {
            verb = Verb.MMAP;
        }
        if (verb == Verb.EXIT && alive.size() == 1) {
            verb = Verb.FORK;
        }
        if ((verb == Verb.FORK || verb == Verb.VFORK) && (alive.size() > 3 || reference.procs.size() > 8)) {
            verb = Verb.WRITE;
        }
        String name = "";
        String other = "";
        String word = "";
        switch (verb) {
            case FORK, VFORK -> name = Character.toString((char) ('A' + reference.procs.size()));
            case TRUNCATE -> name = pick(huge ? List.of("F", "M", "ML") : List.of("F", "G", "M", "M"));
            case UNPIN, PIN_READ, PIN_WRITE -> name = pick(List.copyOf(reference.pins.keySet()));
            case MMAP -> {
                return mmap(proc.name);
            }
            case EXEC, EXIT, CLEAR_REFS -> {}
            default -> name = buffer(proc);
        }
        switch (verb) {
            case MREMAP -> other = fresh("b");
            case PIN -> {
                other = fresh("p");
                word = pick(List.of("rw", "rw longterm", "ro", "ro longterm"));
            }
            case GET -> {
                other = fresh("g");
                word = pick(List.of("rw", "ro"));
            }
            case UFFD -> word = pick(List.of("protect", "protect", "unprotect"));
            case MPROTECT -> word = pick(List.of("ro", "rw", "rw", "none"));
            case MADVISE ->
                word = pick(List.of(
                        "dontneed",
                        "free",
                        "dontfork",
                        "dofork",
                        "wipeonfork",
                        "keeponfork",
                        "populate",
                        "remove",
                        "remove",
                        "mergeable",
                        "mergeable",
                        "mergeable",
                        "unmergeable",
                        "collapse",
                        "collapse"));
            default -> {}
        }
        if (verb == Verb.TRUNCATE) {
            int length = name.equals("ML") ? 512 * random.nextInt(2) : random.nextInt(4);
            return new Statement(verb, proc.name, name, "", 0, length, "", values++);
        }
        int size = reference.sizes.getOrDefault(name, 1);
        boolean range = verb == Verb.MUNMAP
                || verb == Verb.MPROTECT
                || verb == Verb.MADVISE
                || verb == Verb.NUMA_HINT
                || verb == Verb.KHUGEPAGED
                || verb == Verb.UFFD
                || verb == Verb.KSM
                || ((verb == Verb.PIN || verb == Verb.GET) && size < 512);
        int first = spot(size);
        int last = range ? spot(size) : first;
        if (range && random.nextBoolean()) {
            first = 0;
            last = size - 1;
        }
        // Some values are written more than once, so that there are pages to merge.
        long value = verb == Verb.WRITE && random.nextInt(3) == 0 ? 1 : values++;
        return new Statement(verb, proc.name, name, other, Math.min(first, last), Math.max(first, last), word, value);
    }

    private Statement mmap(String proc) {
        String word = pick(List.of("private", "private", "shared"));
        String file = random.nextInt(4) == 0 ? pick(List.of("F", "G", "M", "M")) : "";
        word += random.nextInt(5) == 0 ? " ro" : " rw";
        if (random.nextInt(5) == 0 && (file.isEmpty() || word.contains("shared"))) {
            word += pick(List.of(" movable", " cma"));
        }
        List<String> known = List.copyOf(reference.sizes.keySet());
        String name = known.isEmpty() || known.size() < 3 || random.nextInt(6) == 0 ? fresh("b") : pick(known);
        int size = reference.sizes.getOrDefault(name, 1 + random.nextInt(3));
        if (huge && file.isEmpty() && word.equals("private rw") && random.nextInt(3) == 0) {
            word += pick(List.of(" huge", " hugetlb", ""));
            size = reference.sizes.getOrDefault(name, 512);
        } else if (huge && file.isEmpty() && word.startsWith("shared") && random.nextInt(3) == 0) {
            size = reference.sizes.getOrDefault(name, 512);
            word += size == 512 ? pick(List.of(" hugetlb", "")) : "";
        } else if (huge && random.nextInt(3) == 0) {
            size = reference.sizes.getOrDefault(name, 512);
            file = size == 512 ? "ML" : file;
        }
        if (word.endsWith("hugetlb") && size != 512) {
            word = word.replace(" hugetlb", "");
        }
        return new Statement(Verb.MMAP, proc, name, file, 0, size - 1, word, values++);
    }

    private String buffer(ReferenceMemory.Proc proc) {
        List<String> mapped = List.copyOf(proc.space.buffers.keySet());
        return mapped.isEmpty() || random.nextInt(12) == 0 ? pick(List.copyOf(reference.sizes.keySet())) : pick(mapped);
    }

    private int spot(int size) {
        return size == 512 ? HUGE_SPOTS[random.nextInt(HUGE_SPOTS.length)] : random.nextInt(size);
    }

    private String fresh(String prefix) {
        return prefix + names++;
    }

    private String pick(List<String> from) {
        return from.isEmpty() ? "" : from.get(random.nextInt(from.size()));
    }
}
