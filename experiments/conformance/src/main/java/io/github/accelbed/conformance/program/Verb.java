package io.github.accelbed.conformance.program;

/** The kinds of steps that a random program is made of, each with how often it is tried. */
enum Verb {
    MMAP(7),
    MUNMAP(3),
    MPROTECT(4),
    MADVISE(6),
    MREMAP(1),
    READ(13),
    WRITE(18),
    FORK(9),
    VFORK(2),
    EXEC(1),
    EXIT(3),
    KILL(2),
    PIN(7),
    GET(4),
    UNPIN(2),
    TRUNCATE(3),
    KSM(8),
    REFERENCE_READ(9),
    REFERENCE_WRITE(9),
    OPEN(4),
    MAP(3),
    DEVICE_READ(6),
    DEVICE_WRITE(6),
    DEVICE_COPY(4),
    CLOSE(2),
    UNMAP(2);

    final int weight;

    Verb(int weight) {
        this.weight = weight;
    }

    boolean ofQueue() {
        return compareTo(OPEN) >= 0;
    }
}
