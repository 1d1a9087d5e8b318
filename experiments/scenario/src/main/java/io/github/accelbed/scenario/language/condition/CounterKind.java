package io.github.accelbed.scenario.language.condition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be counted. Events and pages are different things, and so named. */
public enum CounterKind {
    /** Page references taken for DMA by the process's own calls and still held, whether or not it is alive; pages. */
    PINNED(Argument.PROCESS),
    /** The memlock charge (VFIO's locked_vm, RDMA's pinned_vm), 0 once the mm is gone; pages. */
    LOCKED(Argument.PROCESS),
    /** Faults the device took; events. */
    FAULTS(Argument.QUEUE),
    /** Device accesses whose fault came again although it was answered, because a cache kept refusing; each once; events. */
    REFAULTS(Argument.QUEUE),
    /** Invalidations the device's translations saw; events. */
    INVALIDATIONS(Argument.QUEUE),
    /** Device accesses that touched another page than the process's own at that moment; events. */
    STALE(Argument.QUEUE),
    /** Submissions of the queue's client that found a shared queue full and had to be repeated; events. */
    RETRIES(Argument.QUEUE),
    /** Frames translatable now without a fault; frames. */
    REACHABLE(Argument.QUEUE),
    /** Frames that a fault would add to those; frames. */
    MAPPABLE(Argument.QUEUE),
    /** Translations kept for the queue beside the page table of the process, which somebody has to keep right; entries. */
    TABLES(Argument.QUEUE),
    /** Queues that a new client could get now; queues. */
    FREE_QUEUES(Argument.DEVICE),
    /** Mediated devices that exist; instances. */
    MDEVS(Argument.DEVICE),
    /** Queues and instances that a client had and that no living process has open now; queues. */
    LEAKED(Argument.DEVICE),
    /** Calls into the device's driver with a queue that it had got back already; calls. */
    CALLS_AFTER_PUT(Argument.DEVICE),
    /** System calls the process made; calls. */
    SYSCALLS(Argument.PROCESS),
    /** Those of them that {@code map} made: to pin, register or otherwise announce memory to a device; calls. */
    REGISTRATIONS(Argument.PROCESS),
    /** PASIDs that the kernel told the process by answering its calls; numbers. */
    PASIDS_SHOWN(Argument.PROCESS),
    /** Steps only an administrator can take; steps. */
    ADMIN_STEPS(Argument.DEVICE),
    /** Pages that a host keeps pinned so that the device can reach its guest's memory; pages. */
    HOST_PINNED(Argument.DEVICE),
    /** Circles in the order in which locks were taken so far, whether or not anybody waited in one; circles. */
    LOCK_CYCLES(Argument.NONE),
    /** Time since the run began; ns. */
    ELAPSED(Argument.NONE);

    /** What a counter is asked of. */
    public enum Argument {
        /** A process. */
        PROCESS,
        /** A queue. */
        QUEUE,
        /** A device. */
        DEVICE,
        /** Nothing: the counter stands alone. */
        NONE;
    }

    private final Argument argument;

    CounterKind(Argument argument) {
        this.argument = argument;
    }

    /**
     * What the counter is asked of.
     *
     * @return the kind of argument
     */
    public Argument argument() {
        return argument;
    }

    /**
     * The word in a scenario.
     *
     * @return {@code free-queues}, for example
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How the counter is written.
     *
     * @return {@code free-queues(DEVICE)}, for example
     */
    public String usage() {
        return argument == Argument.NONE ? word() : word() + "(" + argument.name() + ")";
    }

    /**
     * Finds a counter by its word.
     *
     * @param word a word of a scenario
     * @return the counter, or empty if there is none
     */
    public static Optional<CounterKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /**
     * All words.
     *
     * @return the words in the order of the constants
     */
    public static List<String> words() {
        return Stream.of(values()).map(CounterKind::word).toList();
    }
}
