package io.github.accelbed.model.mm;

/**
 * One statement of a random program.
 *
 * @param verb what is done
 * @param actor the process (or the page reference, for {@code PIN_READ} and {@code PIN_WRITE})
 * @param name the buffer, new process or page reference it is about
 * @param other a second name: the new buffer of mremap, the reference of a pin, the file of mmap
 * @param first the first page of the buffer
 * @param last the last page, inclusive
 * @param word a right, an advice, a kind of mapping or of reference
 * @param value what is written
 */
record Statement(Verb verb, String actor, String name, String other, int first, int last, String word, long value) {
    enum Verb {
        MMAP,
        MUNMAP,
        MREMAP,
        MPROTECT,
        MADVISE,
        TRUNCATE,
        READ,
        WRITE,
        FORK,
        VFORK,
        EXEC,
        EXIT,
        PIN,
        GET,
        UNPIN,
        PIN_READ,
        PIN_WRITE,
        SWAPOUT,
        KSM,
        MIGRATE,
        CLEAR_REFS,
        NUMA_HINT,
        KHUGEPAGED,
        UFFD
    }

    static boolean isMemfd(String file) {
        return file.startsWith("M");
    }

    private String range() {
        return name + (first == last ? "[" + first + "]" : "[" + first + ".." + last + "]");
    }

    /** In the scenario language; {@code register} is a fresh register for what a read answers. */
    String toScn(String register) {
        return switch (verb) {
            case MMAP ->
                actor + ": mmap " + name + " " + (last + 1) + " " + word
                        + (other.isEmpty() ? "" : (isMemfd(other) ? " memfd " : " file ") + other);
            case MUNMAP -> actor + ": munmap " + range() + " -> " + register;
            case TRUNCATE -> actor + ": truncate " + name + " " + last;
            case MREMAP -> actor + ": mremap " + name + " " + other + " -> " + register;
            case MPROTECT -> actor + ": mprotect " + range() + " " + word + " -> " + register;
            case MADVISE -> actor + ": madvise " + range() + " " + word + " -> " + register;
            case READ -> actor + ": read " + range() + " -> " + register;
            case WRITE -> actor + ": write " + range() + " " + value + " -> " + register;
            case FORK -> actor + ": fork " + name;
            case VFORK -> actor + ": vfork " + name;
            case EXEC -> actor + ": exec";
            case EXIT -> actor + ": exit";
            case PIN -> actor + ": pin " + other + " " + range() + " " + word + " -> " + register;
            case GET -> actor + ": get " + other + " " + range() + " " + word + " -> " + register;
            case UNPIN -> actor + ": unpin " + name;
            case PIN_READ -> name + ": read -> " + register;
            case PIN_WRITE -> name + ": write " + value;
            case KSM -> "root: ksm " + actor + " " + range() + " -> " + register;
            case SWAPOUT -> "root: swapout " + actor + " " + range() + " -> " + register;
            case CLEAR_REFS -> "root: clear-refs " + actor;
            case NUMA_HINT -> "root: numa-hint " + actor + " " + range() + " -> " + register;
            case KHUGEPAGED -> "root: khugepaged " + actor + " " + range() + " -> " + register;
            case UFFD -> actor + ": uffd " + range() + " " + word + " -> " + register;
            case MIGRATE -> "root: migrate " + actor + " " + range() + " -> " + register;
        };
    }
}
