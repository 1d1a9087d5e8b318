package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calls that a scenario could make, drawn from a seed, with a log that reads like one. Answers do not matter, only what is left. */
final class RandomCalls {
    private static final long[] BUFFERS = {0x1000, 0x1010, 0x1020};
    private static final List<Madvise.Advice> ADVICE = List.of(Madvise.Advice.values());
    private static final int PAGES = 3;
    private static final int MOST_TASKS = 4;

    private final TestMachine m;
    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private final List<AccessQueue> queues = new ArrayList<>();
    private final StringBuilder log = new StringBuilder();
    private int names;

    RandomCalls(TestMachine machine, long seed) {
        m = machine;
        random = new Random(seed);
        tasks.add(machine.task("T0"));
    }

    void make(int calls) {
        for (int i = 0; i < calls; i++) {
            tasks.removeIf(task -> !task.alive());
            if (tasks.isEmpty()) {
                tasks.add(m.task("T" + ++names));
            }
            call(tasks.get(random.nextInt(tasks.size())));
        }
    }

    @Override
    public String toString() {
        return log.toString();
    }

    private void call(Task task) {
        switch (random.nextInt(queues.isEmpty() ? 14 : 26)) {
            case 0, 1 -> note(task, "mmap", m.mmap(task, buffer(), PAGES, rights()));
            case 2 -> note(task, "munmap", m.munmap(task, page(), 1 + random.nextInt(PAGES)));
            case 3, 4, 5 -> note(task, "write", m.write(task, page(), random.nextInt(100)));
            case 6 -> note(task, "read", m.tryRead(task, page()));
            case 7 -> note(task, "mprotect", m.mprotect(task, page(), 1, rights()));
            case 8 -> note(task, "madvise", m.madvise(task, page(), 1, advice()));
            case 9 -> fork(task);
            case 10 -> {
                note(task, "exec or exit", Errno.OK);
                if (random.nextInt(3) == 0) {
                    m.exec(task);
                } else if (random.nextBoolean()) {
                    m.exit(task);
                } else {
                    m.kill(task);
                }
            }
            case 11, 12, 13 -> open(task);
            default -> use(task, queues.get(random.nextInt(queues.size())));
        }
    }

    private void use(Task task, AccessQueue queue) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> note(task, "map", m.map(task, queue, page(), 1 + random.nextInt(2), random.nextBoolean()));
            case 3 -> note(task, "unmap", m.unmap(task, queue, page(), 1));
            case 4, 5 -> note(task, queue.name() + " write", m.deviceWrite(queue, page(), random.nextInt(100)));
            case 6 -> note(task, queue.name() + " read", m.tryDeviceRead(queue, page()));
            case 7 -> note(task, queue.name() + " copy", m.deviceCopy(queue, page(), page(), 1));
            case 8 -> note(task, queue.name() + " close", m.close(task, queue));
            case 9 -> note(task, queue.name() + " close raw", m.closeRaw(task, queue));
            case 10 -> {
                if (m.access().whyNot(AccessStep.DUP) == null) {
                    note(task, queue.name() + " dup", task.files().dup(queue.file()) ? Errno.OK : Errno.EBADF);
                }
            }
            case 11 -> {
                if (m.access().whyNot(AccessStep.START) == null) {
                    note(task, queue.name() + " start", m.startQueue(task, queue));
                }
            }
            case 12 -> {
                if (m.access().whyNot(AccessStep.PUT) == null) {
                    note(task, queue.name() + " put", m.putQueue(task, queue));
                }
            }
            case 13 -> {
                long page = page();
                note(task, queue.name() + " evict", m.evict(queue, page) ? Errno.OK : Errno.EOPNOTSUPP);
            }
            case 14 -> {
                long page = page();
                note(task, queue.name() + " prefetch", m.prefetch(queue, page) ? Errno.OK : Errno.EOPNOTSUPP);
            }
            default -> region(task, queue);
        }
    }

    private void region(Task task, AccessQueue queue) {
        RegionKind kind = random.nextBoolean() ? RegionKind.MMIO : RegionKind.DUS;
        if (m.access().whyNot(AccessStep.REGION) != null) {
            return;
        }
        if (random.nextBoolean()) {
            note(task, queue.name() + " region " + kind, m.region(task, queue, kind));
        } else {
            note(task, queue.name() + " unregion " + kind, m.unregion(task, queue, kind));
        }
    }

    private void fork(Task task) {
        if (tasks.size() < MOST_TASKS) {
            Task child = m.fork(task, "T" + ++names);
            note(task, "fork " + child.name(), Errno.OK);
            tasks.add(child);
        }
    }

    private void open(Task task) {
        boolean raw = random.nextInt(4) == 0 && m.access().whyNot(AccessStep.OPEN_RAW) == null;
        boolean inherit = random.nextBoolean() && m.access().whyNot(AccessStep.OPEN_INHERIT) == null;
        AccessQueue with = null;
        if (random.nextInt(4) == 0 && !queues.isEmpty() && m.access().whyNot(AccessStep.OPEN_WITH) == null) {
            with = queues.get(random.nextInt(queues.size()));
        }
        OpenOperation<?> open = m.tryOpen(task, new OpenOptions("q" + ++names, with, inherit, raw));
        note(task, "open q" + names + (raw ? " raw" : "") + (inherit ? " inherit" : ""), open.result());
        if (open.queue() != null) {
            queues.add(open.queue());
        }
    }

    private long buffer() {
        return BUFFERS[random.nextInt(BUFFERS.length)];
    }

    private long page() {
        return buffer() + random.nextInt(PAGES);
    }

    private int rights() {
        int drawn = random.nextInt(5);
        return drawn == 0 ? 0 : drawn == 1 ? Vma.READ : Vma.READ | Vma.WRITE;
    }

    private Madvise.Advice advice() {
        return ADVICE.get(random.nextInt(ADVICE.size()));
    }

    private void note(Task task, String what, Errno answer) {
        log.append(task.name())
                .append(": ")
                .append(what)
                .append(" -> ")
                .append(answer)
                .append('\n');
    }
}
