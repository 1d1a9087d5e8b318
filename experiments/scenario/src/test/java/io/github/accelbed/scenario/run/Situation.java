package io.github.accelbed.scenario.run;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.uacce.UacceCalls;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.VfioCalls;
import io.github.accelbed.vfio.iommufd.IommufdCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody may come to wait for somebody else.
 *
 * @param headers of the scenario
 * @param setting what was done before
 * @param waiters what waits, or whose call
 * @param holders what it may wait for
 */
record Situation(List<String> headers, List<String> setting, List<Call> waiters, List<Call> holders) {
    private static final List<Call> RECLAIM = Call.all("root: swapout A other", "root: migrate A buf");

    /**
     * In 5.7 an open takes it with {@code mm_lock} held, as all others do but the exit of that very address space, which cannot come before the open is over:
     * nobody but a test can be in the way.
     */
    private static final Call HOLD = root(
            "root: hold uacce_mm->lock",
            (world, task, queue) -> UacceCalls.has(queue) ? new HoldLock(UacceCalls.mmLock(queue)) : null);

    /** The jobs of many users, which the device does not come to take. */
    private static final Call FILL = root("root: fill q", (world, task, queue) -> new FillQueue(queue.hardware()));

    /** Calls that take mmap_lock, and those that take the page-table lock, with it and without. */
    private static final Situation MEMORY = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 2",
                    "A: write buf 1",
                    "A: write buf[1] 1",
                    "A: mmap other 2",
                    "A: write other 1",
                    "A: mmap twins 4",
                    "A: write twins[0] 5",
                    "A: write twins[1] 5",
                    "A: write twins[2] 6",
                    "A: write twins[3] 6",
                    "A: pin held twins[3]",
                    "A: madvise twins mergeable",
                    "A: mmap fresh 1",
                    "A: mmap filed 1 file f",
                    "A: clone B",
                    "A: fork C",
                    "A: mmap once 1",
                    "A: write once 1",
                    "A: mprotect once ro",
                    "A: mprotect once rw",
                    "A: mmap gone 1",
                    "A: write gone 1",
                    "root: swapout A gone"),
            Call.all(
                    "A: mmap new 2",
                    "A: munmap buf",
                    "A: mprotect buf ro",
                    "A: mremap buf moved",
                    "A: madvise buf dontneed",
                    "A: madvise buf free",
                    "A: madvise buf dontfork",
                    "A: madvise buf populate",
                    "A: uffd buf protect",
                    "A: read fresh",
                    "A: write fresh 3",
                    "A: read filed",
                    "A: read gone",
                    "A: write buf 3",
                    "A: write once 3",
                    "A: fork D",
                    "A: exec",
                    "A: exit",
                    "A: pin p buf",
                    "A: pin p fresh longterm",
                    "root: migrate A other",
                    "root: ksm A twins[0]",
                    "root: ksm A twins[2]",
                    "root: clear-refs A",
                    "root: numa-hint A buf"),
            with(RECLAIM, Call.all("B: munmap other", "B: write other 4")));

    /** Nobody lets those go on that write. */
    private static final Situation PROTECTED = new Situation(
            List.of(),
            List.of("A: mmap buf 1", "A: write buf 1", "A: uffd buf protect"),
            Call.all("A: write buf 3", "A: pin p buf"),
            List.of());

    private static final Situation HUGE = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 1",
                    "A: write buf 1",
                    "A: mmap other 1",
                    "A: write other 1",
                    "A: mmap large 512 huge",
                    "A: write large 1",
                    "A: mmap fresh 512 huge",
                    "A: mmap pieces 512 huge",
                    "A: write pieces 1",
                    "A: madvise pieces[0] dontneed",
                    "A: mmap some 512",
                    "A: write some[0] 1",
                    "A: write some[1] 1",
                    "root: swapout A some[0]",
                    "A: clone B",
                    "A: mmap pool 512 hugetlb",
                    "A: write pool 1",
                    "A: mmap untouched 512 hugetlb",
                    "A: fork C",
                    "A: mmap lone 512 huge",
                    "A: write lone 1"),
            Call.all(
                    "A: munmap large[0]",
                    "A: madvise lone[0] free",
                    "A: write large 3",
                    "A: write pool 3",
                    "A: write untouched 3",
                    "A: read fresh",
                    "A: write fresh 3",
                    "A: fork D",
                    "A: madvise pieces collapse",
                    "A: madvise some collapse",
                    "root: khugepaged A pieces"),
            with(RECLAIM, Call.all("B: munmap other", "B: write other 4")));

    /** One memfd of small pages, and one that is a huge page, which A has small entries of and C none. */
    private static final Situation SHMEM = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 1",
                    "A: write buf 1",
                    "A: mmap other 1",
                    "A: write other 1",
                    "A: mmap small 512 shared memfd S",
                    "A: write small[1] 1",
                    "A: mmap large 512 shared memfd L",
                    "A: write large[1] 1",
                    "root: khugepaged A large",
                    "A: mprotect large[0] ro",
                    "A: read large[1]",
                    "A: mprotect large[0] rw",
                    "A: clone B",
                    "A: fork C"),
            Call.all("A: read small[2]", "A: madvise small[1] remove", "A: madvise large collapse"),
            with(RECLAIM, Call.all("B: munmap other", "root: khugepaged A small", "C: madvise large collapse")));

    /** Nobody has the descriptors but A, so what A closes is released. */
    private static final Situation LAST_CLOSE = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 2",
                    "A: write buf 1",
                    "A: mmap other 2",
                    "A: write other 1",
                    "A: clone B",
                    "A: open q",
                    "A: map q buf rw"),
            with(
                    Call.all(
                            "A: open p",
                            "A: close q",
                            "A: close q raw",
                            "A: exit",
                            "A: map q other",
                            "A: unmap q buf",
                            "A: put q",
                            "q: read buf",
                            "q: read buf[1]",
                            "B: munmap buf",
                            "root: unplug accel"),
                    List.of(
                            queue(
                                    "A: poll q",
                                    "q",
                                    (world, task, queue) ->
                                            UacceCalls.has(queue) ? UacceCalls.poll(task, queue) : null),
                            queue(
                                    "A: ioctl q",
                                    "q",
                                    (world, task, queue) ->
                                            UacceCalls.has(queue) ? UacceCalls.ioctl(task, queue) : null),
                            root(
                                    "root: rmmod",
                                    (world, task, queue) -> UacceCalls.has(queue)
                                            ? UacceCalls.removeModule(queue, world.device(new DeviceName("accel")))
                                            : null))),
            with(
                    RECLAIM,
                    Call.all(
                            "B: open r",
                            "B: munmap buf",
                            "B: madvise buf dontneed",
                            "B: write buf 4",
                            "q: read buf[1]",
                            "A: map q other",
                            "A: unmap q buf",
                            "A: close q",
                            "root: unplug accel"),
                    List.of(HOLD, FILL)));

    /** The address space that a queue uses ends with A. */
    private static final Situation LAST_USER = new Situation(
            List.of(),
            List.of("A: mmap buf 2", "A: write buf 1", "A: open q", "A: map q buf rw", "A: fork C", "A: close q"),
            Call.all("A: exit", "C: close q raw"),
            Call.all("q: read buf[1]", "A: exit", "C: close q raw"));

    /** A region of which one page is entered: an invalidation of it has what a fault of the other wants. */
    private static final Situation HALF_ENTERED = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 2",
                    "A: write buf 1",
                    "A: write buf[1] 1",
                    "A: open q",
                    "A: map q buf rw",
                    "q: read buf[0]",
                    "A: clone B"),
            Call.all("q: read buf[1]"),
            Call.all("B: munmap buf[0]", "B: madvise buf[0] dontneed"));

    private static final Situation FIRST_QUEUE = new Situation(
            List.of(),
            List.of("A: mmap buf 2", "A: write buf 1", "A: clone B"),
            Call.all("A: open p"),
            Call.all("B: open r", "B: munmap buf", "B: write buf[1] 4"));

    private static final Situation FIRST_MAP = new Situation(
            List.of(),
            List.of("A: mmap buf 2", "A: write buf 1", "A: clone B", "A: open q"),
            Call.all("A: map q buf rw"),
            Call.all("B: munmap buf", "B: write buf[1] 4"));

    private static final Situation NO_QUEUE_LEFT = new Situation(
            List.of("device accel queues 1"),
            List.of("A: mmap buf 2", "A: write buf 1", "A: clone B", "A: open q"),
            Call.all("A: open p"),
            with(Call.all("B: open r", "B: munmap buf"), List.of(HOLD)));

    /** More than one process has the container or context. */
    private static final Situation SHARED = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 2",
                    "A: write buf 1",
                    "A: mmap other 2",
                    "A: write other 1",
                    "A: open q",
                    "A: open r with q",
                    "A: map q buf rw",
                    "A: clone B",
                    "B: close r raw"),
            with(
                    Call.all(
                            "A: close r",
                            "A: close r raw",
                            "A: open p with q",
                            "A: map q other",
                            "A: unmap q buf",
                            "q: read buf[1]",
                            "A: exit"),
                    List.of(
                            queue("A: VFIO_SET_IOMMU", "q", (world, task, queue) -> {
                                Container container = VfioCalls.container(queue);
                                return container == null ? null : VfioCalls.setIommu(row(world), task, container);
                            }),
                            iommufd("A: IOMMU_HWPT_ALLOC", (calls, world) -> calls.allocTable()),
                            iommufd(
                                    "A: IOMMU_IOAS_COPY",
                                    (calls, world) -> calls.copy(
                                            world.buffer(new BufferName("buf")).start(),
                                            world.buffer(new BufferName("other"))
                                                    .start(),
                                            2)))),
            Call.all("B: map q other", "B: open s with q", "B: unmap q buf"));

    /** Both have the container or context, and one of them alone the device. */
    private static final Situation LAST_DEVICE = new Situation(
            List.of(),
            List.of(
                    "A: mmap buf 2",
                    "A: write buf 1",
                    "A: mmap other 2",
                    "A: open q",
                    "A: map q buf rw",
                    "A: clone B",
                    "B: close q raw",
                    "A: open x raw"),
            List.of(Call.of("A: close q raw"), queue("A: VFIO_GROUP_SET_CONTAINER", "x", (world, task, group) -> {
                AccessQueue queue = queue(world, "q");
                Container container = queue == null ? null : VfioCalls.container(queue);
                return container == null ? null : VfioCalls.join(row(world), task, group, container);
            })),
            Call.all("B: map q other"));

    /** A container is bound to the address spaces of both that have it. */
    private static final Situation BOUND = new Situation(
            List.of(),
            List.of("A: mmap buf 1", "A: open q", "A: fork B", "B: bind q of B"),
            Call.all("A: bind q of A", "A: call q VFIO_IOMMU_UNBIND", "A: exit"),
            Call.all("B: bind q of B", "B: call q VFIO_IOMMU_UNBIND"));

    /** A shared work queue has one entry. */
    private static final Situation ONE_ENTRY = new Situation(
            List.of("device accel queues 1"),
            List.of("A: mmap buf 1", "A: write buf 1", "A: open q", "A: open r"),
            Call.all("q: read buf"),
            Call.all("r: read buf"));

    /** The device's own fault makes the page writable, and its IOMMU goes on to say that it is not. */
    private static final Situation KEPT_PERMISSION = new Situation(
            List.of("device accel iommu smmuv3"),
            List.of(
                    "A: mmap buf 1",
                    "A: write buf 1",
                    "A: open q",
                    "A: map q buf",
                    "A: fork C",
                    "q: read buf",
                    "C: exit"),
            Call.all("q: write buf 3"),
            List.of());

    private static final Situation REMOVAL = new Situation(
            List.of(),
            List.of("root: create-mdev m on accel", "A: open q"),
            Call.all("root: unplug accel", "root: remove-mdev m"),
            Call.all("root: unplug accel", "root: remove-mdev m"));

    private static final Situation PARENT_LEAVES = new Situation(
            List.of(),
            List.of("A: mmap buf 1"),
            Call.all("root: unplug accel"),
            Call.all("root: create-mdev m on accel"));

    private static final Situation PROBED = new Situation(
            List.of("device zip queues 1", "device nic queues 1"),
            List.of("A: mmap buf 1"),
            Call.all("root: plug zip"),
            Call.all("root: plug nic"));

    static List<Situation> all() {
        return List.of(
                MEMORY,
                PROTECTED,
                HUGE,
                SHMEM,
                LAST_CLOSE,
                LAST_USER,
                HALF_ENTERED,
                FIRST_QUEUE,
                FIRST_MAP,
                NO_QUEUE_LEFT,
                SHARED,
                LAST_DEVICE,
                BOUND,
                ONE_ENTRY,
                KEPT_PERMISSION,
                REMOVAL,
                PARENT_LEAVES,
                PROBED);
    }

    @SafeVarargs
    private static List<Call> with(List<Call>... lists) {
        List<Call> all = new ArrayList<>();
        for (List<Call> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }

    private static @Nullable AccessQueue queue(World world, String name) {
        World.Queue queue = world.queues().get(new QueueName(name));
        return queue == null ? null : queue.queue();
    }

    private static Access row(World world) {
        return world.rows().iterator().next();
    }

    @FunctionalInterface
    private interface OnQueue {
        @Nullable
        Operation<?> call(World world, Task task, AccessQueue queue);
    }

    /** A call of A on a queue. */
    private static Call queue(String text, String name, OnQueue made) {
        return new Call(text, world -> {
            AccessQueue queue = queue(world, name);
            Task task = world.tasks().get("A");
            Operation<?> operation = queue == null ? null : made.call(world, task, queue);
            return operation == null ? null : new Call.Raw(task.cpu().actor(), operation);
        });
    }

    /** A call of root's on q. */
    private static Call root(String text, OnQueue made) {
        return new Call(text, world -> {
            AccessQueue queue = queue(world, "q");
            Operation<?> operation =
                    queue == null ? null : made.call(world, world.tasks().get("A"), queue);
            return operation == null
                    ? null
                    : new Call.Raw(world.kernel().newCpu("root").actor(), operation);
        });
    }

    /** A call of A on the context and the IOAS of q. */
    private static Call iommufd(String text, BiFunction<IommufdCalls, World, Operation<?>> made) {
        return queue(
                text,
                "q",
                (world, task, queue) ->
                        IommufdCalls.has(queue) ? made.apply(new IommufdCalls(row(world), task, queue), world) : null);
    }
}
