package io.github.accelbed.scenario.run;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the counters of the language from a world. */
final class Counters {
    private static final long PS_PER_NS = 1000;

    private final World world;

    Counters(World world) {
        this.world = world;
    }

    /** A counter; one of a process or queue that never came to be is 0. */
    OptionalLong read(CounterKind kind, @Nullable String argument) {
        String name = argument == null ? "" : argument;
        return switch (kind.argument()) {
            case PROCESS -> {
                Task task = world.task(new ProcessName(name));
                yield OptionalLong.of(task == null ? 0 : ofTask(kind, task));
            }
            case QUEUE -> {
                World.Queue queue = world.queues().get(new QueueName(name));
                yield OptionalLong.of(queue == null ? 0 : ofQueue(kind, queue.queue()));
            }
            case DEVICE -> {
                DeviceName device = new DeviceName(name);
                Access row = world.row(device);
                yield row == null ? OptionalLong.empty() : OptionalLong.of(ofDevice(kind, row, world.device(device)));
            }
            case NONE -> OptionalLong.of(ofRun(kind));
        };
    }

    private long ofRun(CounterKind kind) {
        return switch (kind) {
            case LOCK_CYCLES -> world.locks().cycles().size();
            case ELAPSED -> world.kernel().machine().clock().nowPs() / PS_PER_NS;
            default -> throw new IllegalArgumentException(kind.word());
        };
    }

    private long ofTask(CounterKind kind, Task task) {
        return switch (kind) {
            case PINNED -> {
                MemoryManager mm = world.kernel().mm();
                yield pinned(mm.references(), task) + pinned(mm.lostReferences(), task);
            }
            case LOCKED ->
                task.mm().alive() ? task.mm().lockedPages() + task.mm().pinnedPages() : 0;
            case SYSCALLS -> task.syscalls();
            case REGISTRATIONS -> world.registrations(task);
            case PASIDS_SHOWN ->
                world.rows().stream().mapToLong(row -> row.pasidsShown(task)).sum();
            default -> throw new IllegalArgumentException(kind.word());
        };
    }

    private static long pinned(List<PageReferences> references, Task task) {
        long pinned = 0;
        for (PageReferences held : references) {
            pinned += held.pin() && held.owner().equals(task.name()) ? held.counted() : 0;
        }
        return pinned;
    }

    private static long ofQueue(CounterKind kind, AccessQueue queue) {
        return switch (kind) {
            case FAULTS -> queue.engine().faults();
            case REFAULTS -> queue.engine().refaults();
            case INVALIDATIONS -> queue.invalidations();
            case STALE -> queue.engine().stale();
            case RETRIES -> queue.engine().retries();
            case REACHABLE -> queue.reachable();
            case MAPPABLE -> queue.mappable();
            case TABLES -> queue.tables();
            default -> throw new IllegalArgumentException(kind.word());
        };
    }

    private static long ofDevice(CounterKind kind, Access row, Device device) {
        return switch (kind) {
            case FREE_QUEUES -> row.freeQueues(device);
            case MDEVS -> row.mdevs(device);
            case LEAKED -> row.leaked(device);
            case CALLS_AFTER_PUT -> row.safetyViolations().getOrDefault("driver-call-after-put", 0L);
            case ADMIN_STEPS -> row.adminSteps(device);
            case HOST_PINNED -> row.hostPinned();
            default -> throw new IllegalArgumentException(kind.word());
        };
    }

    /** All counters that are not zero, and the time; violated safety properties stand as {@code violations(NAME)}. */
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (CounterKind kind : CounterKind.values()) {
            Collection<String> names = switch (kind.argument()) {
                case PROCESS -> world.tasks().keySet();
                case QUEUE ->
                    world.queues().keySet().stream().map(QueueName::text).toList();
                case DEVICE -> world.devices().keySet();
                case NONE -> List.of("");
            };
            for (String name : names) {
                long value = read(kind, name).orElse(0);
                if (value != 0) {
                    all.put(name.isEmpty() ? kind.word() : kind.word() + "(" + name + ")", value);
                }
            }
        }
        for (Access row : world.rows()) {
            row.safetyViolations()
                    .forEach((property, count) -> all.merge("violations(" + property + ")", count, Long::sum));
        }
        return all;
    }
}
