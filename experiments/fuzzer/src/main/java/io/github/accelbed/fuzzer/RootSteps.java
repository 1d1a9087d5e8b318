package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Buffer;
import io.github.accelbed.fuzzer.Sketch.Mdev;
import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.fuzzer.Sketch.Queue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.program.Dice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps of root. */
final class RootSteps {
    private final Choice choice;
    private final Dice dice;
    private final Sketch sketch;

    RootSteps(Choice choice) {
        this.choice = choice;
        dice = choice.dice;
        sketch = choice.sketch;
    }

    /** Those that need no device. */
    List<Verb> verbs() {
        return List.of(
                new Verb(3, () -> onPages("swapout")),
                new Verb(2, () -> dice.oneIn(2) ? "root: ksm" : onPages("ksm")),
                new Verb(3, () -> onPages("migrate")),
                new Verb(2, () -> "root: clear-refs " + choice.proc().name),
                new Verb(2, () -> onPages("numa-hint")),
                new Verb(2, () -> onPages("khugepaged")),
                new Verb(3, this::count));
    }

    List<Verb> deviceVerbs() {
        return List.of(
                new Verb(2, this::createMdev),
                new Verb(2, this::removeMdev),
                new Verb(1, this::release),
                new Verb(1, () -> onDevice("isolate", AccessStep.ISOLATE)),
                new Verb(2, () -> onDevice("unplug", AccessStep.UNPLUG)),
                new Verb(1, this::plug),
                new Verb(1, this::call));
    }

    private @Nullable String createMdev() {
        String device = choice.device(AccessStep.CREATE_MDEV);
        return device == null
                ? null
                : "root: create-mdev " + sketch.add(new Mdev(sketch.fresh("m"), device)).name + " on " + device;
    }

    private @Nullable String removeMdev() {
        Mdev mdev = choice.any(
                Mdev.class, known -> choice.headers.offered(known.device).contains(AccessStep.REMOVE_MDEV));
        return mdev == null ? null : "root: remove-mdev " + mdev.name;
    }

    private @Nullable String release() {
        Queue queue = choice.any(
                Queue.class,
                known -> choice.headers.offersLeases()
                        && known.device.equals(choice.headers.kinds().get(0)));
        Proc manager = choice.any(Proc.class, Proc::acts);
        return queue == null || manager == null ? null : "root: release " + queue.name + " at " + manager.name;
    }

    private @Nullable String onDevice(String verb, AccessStep step) {
        String device = choice.device(step);
        return device == null ? null : "root: " + verb + " " + device;
    }

    @Nullable
    String plug() {
        return "root: plug " + choice.device();
    }

    private @Nullable String call() {
        String device = choice.device();
        Map<String, Integer> calls = choice.headers.rootCalls(device);
        String call = choice.call(calls.keySet());
        return call == null ? null : "root: call " + device + " " + call + choice.numbers(calls.getOrDefault(call, 0));
    }

    private @Nullable String onPages(String verb) {
        Proc proc = choice.proc();
        Buffer buffer = choice.buffer(proc);
        return buffer == null ? null : "root: " + verb + " " + proc.name + " " + choice.range(buffer);
    }

    private @Nullable String count() {
        String counter = counter();
        return counter == null ? null : "root: count " + counter;
    }

    /** A counter of something that there is. */
    @Nullable
    String counter() {
        CounterKind kind = dice.of(CounterKind.values());
        Proc proc = choice.any(Proc.class, unused -> true);
        Queue queue = choice.any(Queue.class, unused -> true);
        String argument = switch (kind.argument()) {
            case PROCESS -> proc == null ? null : proc.name;
            case QUEUE -> queue == null ? null : queue.name;
            case DEVICE -> choice.device();
            case NONE -> "";
        };
        if (argument == null) {
            return null;
        }
        return argument.isEmpty() ? kind.word() : kind.word() + "(" + argument + ")";
    }
}
