package io.github.accelbed.drivers.exposure;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One machine that lives through the events up to one of them. A device access may change what is reachable, so each area is probed on a
 * machine of its own; a fault makes only its own page reachable, so the pages of one area do not disturb each other.
 */
final class Story {
    private static final int QUEUES = 4;
    private static final long OWN = 1;
    private static final long FOREIGN = 2;

    private final Testbed bed;
    private final Task process;
    private final int pages;
    private @Nullable AccessQueue queue;
    private @Nullable Task child;

    Story(AccessBackend backend, KernelVersion version, CostTable costs, int pages) {
        this.pages = pages;
        bed = new Testbed(backend, version, costs, QUEUES);
        process = bed.kernel().newTask("process");
        for (Area area : Area.values()) {
            bed.mmap(process, area.start(), pages);
            write(process, area);
        }
    }

    @Nullable
    String whyLeftOut() {
        return bed.whyLeftOut();
    }

    /** Lives until an event; the answer of its call. */
    Errno until(Event last) {
        Errno answer = Errno.OK;
        for (Event event : Event.values()) {
            if (event.compareTo(last) <= 0) {
                answer = live(event);
                bed.checkIntegrity(event.text());
            }
        }
        return answer;
    }

    long reachable() {
        return queue().reachable();
    }

    /** Jobs that read one page each. */
    Exposed probe(Area area) {
        Exposed all = new Exposed(0, 0, 0, 0);
        for (int page = 0; page < pages; page++) {
            all = all.plus(probe(area.start() + page));
        }
        return all;
    }

    private Exposed probe(long page) {
        long faults = queue().engine().faults();
        long stale = queue().engine().stale();
        if (!bed.tryDeviceRead(queue(), page).ok()) {
            return new Exposed(0, 0, 0, 0);
        }
        boolean faulted = queue().engine().faults() > faults;
        return new Exposed(
                faulted ? 0 : 1,
                faulted ? 1 : 0,
                queue().engine().stale() - stale,
                queue().engine().value() == FOREIGN ? 1 : 0);
    }

    private Errno live(Event event) {
        return switch (event) {
            case OPENED -> {
                queue = bed.open(process, OpenOptions.named("q"));
                yield Errno.OK;
            }
            case GIVEN -> give();
            case JOB -> job();
            case FORKED -> {
                child = bed.fork(process, "child");
                yield Errno.OK;
            }
            case WRITTEN -> {
                for (Area area : Area.values()) {
                    write(process, area);
                }
                yield Errno.OK;
            }
            case FREED -> bed.munmap(process, Area.FREED.start(), pages);
            case REUSED -> {
                Task other = bed.kernel().newTask("other");
                bed.mmap(other, Area.BUFFER.start(), pages);
                for (int page = 0; page < pages; page++) {
                    bed.write(other, Area.BUFFER.start() + page, FOREIGN);
                }
                yield Errno.OK;
            }
            case UNMAPPED -> bed.unmap(process, queue(), Area.BUFFER.start(), pages);
            case EXITED -> exit(process);
            case CHILD_EXITED -> exit(child());
        };
    }

    private Errno give() {
        Errno answer = Errno.OK;
        for (Area area : Area.values()) {
            if (area.given() && answer.ok()) {
                answer = bed.tryMap(process, queue(), area.start(), pages, true);
            }
        }
        return answer;
    }

    private Errno job() {
        Errno answer = Errno.OK;
        for (Area area : Area.values()) {
            for (int page = 0; area.given() && page < pages; page++) {
                Errno one = bed.tryDeviceRead(queue(), area.start() + page);
                answer = answer.ok() ? one : answer;
            }
        }
        return answer;
    }

    private Errno exit(Task task) {
        bed.exit(task);
        return Errno.OK;
    }

    private void write(Task task, Area area) {
        for (int page = 0; page < pages; page++) {
            bed.write(task, area.start() + page, OWN);
        }
    }

    private AccessQueue queue() {
        AccessQueue opened = queue;
        return Objects.requireNonNull(opened, "no queue yet");
    }

    private Task child() {
        Task forked = child;
        return Objects.requireNonNull(forked, "no child yet");
    }
}
