package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Buffer;
import io.github.accelbed.fuzzer.Sketch.Mdev;
import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.fuzzer.Sketch.Queue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.program.Dice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps of a process on a queue, and the device's own. */
final class QueueSteps {
    private final Choice choice;
    private final Dice dice;
    private final Sketch sketch;
    private final Headers headers;

    QueueSteps(Choice choice) {
        this.choice = choice;
        dice = choice.dice;
        sketch = choice.sketch;
        headers = choice.headers;
    }

    List<Verb> verbs() {
        return List.of(
                new Verb(7, this::open),
                new Verb(1, this::lease),
                new Verb(4, this::close),
                new Verb(2, this::dup),
                new Verb(8, this::map),
                new Verb(3, this::unmap),
                new Verb(1, this::rereg),
                new Verb(2, () -> raw("start", AccessStep.START, "")),
                new Verb(1, () -> raw("put", AccessStep.PUT, "")),
                new Verb(2, () -> raw("region", AccessStep.REGION, dice.of(" mmio", " dus"))),
                new Verb(1, () -> raw("unregion", AccessStep.UNREGION, dice.of(" mmio", " dus"))),
                new Verb(2, () -> raw("touch", AccessStep.REGION, dice.of(" mmio", " dus"))),
                new Verb(1, () -> raw("mremap", AccessStep.MREMAP_REGION, dice.of(" mmio", " dus"))),
                new Verb(2, this::submit),
                new Verb(2, this::bind),
                new Verb(2, this::call),
                new Verb(7, () -> job("read", "")),
                new Verb(8, () -> job("write", " " + choice.value())),
                new Verb(3, this::copy),
                new Verb(2, this::tag));
    }

    @Nullable
    String open() {
        Mdev mdev = dice.oneIn(4)
                ? choice.any(Mdev.class, known -> headers.offered(known.device).contains(AccessStep.OPEN_OF))
                : null;
        String device = mdev == null ? choice.device() : mdev.device;
        Set<AccessStep> offered = headers.offered(device);
        boolean raw = offered.contains(AccessStep.OPEN_RAW) && dice.oneIn(5);
        if (!raw && !offered.contains(AccessStep.OPEN)) {
            return null;
        }
        Proc proc = choice.proc();
        Queue with = offered.contains(AccessStep.OPEN_WITH) && dice.oneIn(4)
                ? choice.any(Queue.class, queue -> queue.open && queue.device.equals(device))
                : null;
        boolean inherit = offered.contains(AccessStep.OPEN_INHERIT) && dice.oneIn(5);
        String on = (mdev != null || device.equals(headers.kinds().get(0))) && dice.oneIn(2) ? "" : " on " + device;
        Queue queue = sketch.add(new Queue(sketch.fresh("q"), device, proc));
        return proc.name + ": open " + queue.name + on + (mdev == null ? "" : " of " + mdev.name)
                + (with == null ? "" : " with " + with.name) + (inherit ? " inherit" : "") + (raw ? " raw" : "");
    }

    private @Nullable String lease() {
        Proc manager = choice.any(Proc.class, Proc::acts);
        if (manager == null || !headers.offersLeases()) {
            return null;
        }
        Proc proc = choice.proc();
        Queue queue = sketch.add(new Queue(sketch.fresh("q"), headers.kinds().get(0), proc));
        return proc.name + ": lease " + queue.name + " from " + manager.name;
    }

    private @Nullable String close() {
        Queue queue = choice.queue(null);
        if (queue == null) {
            return null;
        }
        boolean raw = dice.oneIn(3) && headers.offered(queue.device).contains(AccessStep.CLOSE_RAW);
        if (!raw && !headers.offered(queue.device).contains(AccessStep.CLOSE)) {
            return null;
        }
        Proc proc = of(queue);
        queue.open &= proc != queue.owner;
        return proc.name + ": close " + queue.name + (raw ? " raw" : "");
    }

    /** Mostly who opened it. */
    private Proc of(Queue queue) {
        return queue.owner.acts() && !dice.oneIn(5) ? queue.owner : choice.proc();
    }

    private @Nullable String dup() {
        Queue queue = choice.queue(AccessStep.DUP);
        if (queue == null) {
            return null;
        }
        Proc proc = of(queue);
        Queue copy = sketch.add(new Queue(sketch.fresh("q"), queue.device, proc));
        copy.reaches.addAll(queue.reaches);
        return proc.name + ": dup " + queue.name + " " + copy.name;
    }

    @Nullable
    String map() {
        Queue queue = choice.queue(AccessStep.MAP);
        Proc proc = queue == null ? null : of(queue);
        Buffer buffer = proc == null ? null : choice.buffer(proc);
        if (queue == null || proc == null || buffer == null) {
            return null;
        }
        Buffer at = headers.offered(queue.device).contains(AccessStep.MAP_AT) && dice.oneIn(6)
                ? choice.any(Buffer.class, unused -> true)
                : null;
        queue.reaches.add(at == null ? buffer : at);
        return proc.name + ": map " + queue.name + " " + choice.range(buffer) + choice.right()
                + (at == null ? "" : " at " + at.name) + vaddr(queue, AccessStep.MAP_VADDR);
    }

    private @Nullable String unmap() {
        Queue queue = choice.queue(AccessStep.UNMAP);
        Buffer buffer = queue == null ? null : reached(queue);
        if (queue == null || buffer == null) {
            return null;
        }
        return of(queue).name + ": unmap " + queue.name + " " + choice.range(buffer)
                + vaddr(queue, AccessStep.UNMAP_VADDR);
    }

    private String vaddr(Queue queue, AccessStep step) {
        return headers.offered(queue.device).contains(step) && dice.oneIn(6) ? " vaddr" : "";
    }

    private @Nullable String rereg() {
        Queue queue = choice.queue(AccessStep.REREG);
        Buffer buffer = queue == null ? null : reached(queue);
        if (queue == null || buffer == null) {
            return null;
        }
        return of(queue).name + ": rereg " + queue.name + " " + choice.range(buffer) + dice.of(" rw", " ro");
    }

    private @Nullable String raw(String verb, AccessStep step, String region) {
        Queue queue = choice.queue(step);
        return queue == null ? null : of(queue).name + ": " + verb + " " + queue.name + region;
    }

    private @Nullable String bind() {
        Queue queue = choice.queue(AccessStep.BIND);
        Proc whose = choice.any(Proc.class, Proc::acts);
        return queue == null || whose == null ? null : of(queue).name + ": bind " + queue.name + " of " + whose.name;
    }

    /** A call by name, with pages if it takes four numbers. */
    private @Nullable String call() {
        Queue queue = choice.queue(null);
        String call =
                queue == null ? null : choice.call(headers.calls(queue.device).keySet());
        if (queue == null || call == null) {
            return null;
        }
        int numbers = headers.calls(queue.device).getOrDefault(call, 0);
        Buffer from = numbers == 4 ? reached(queue) : null;
        Buffer to = numbers == 4 ? choice.any(Buffer.class, unused -> true) : null;
        String arguments = from != null && to != null
                ? " " + choice.range(from) + " " + choice.range(to)
                : choice.numbers(numbers);
        return of(queue).name + ": call " + queue.name + " " + call + arguments;
    }

    /** What was mapped for it, or what its owner has, which it may reach as well. */
    private @Nullable Buffer reached(Queue queue) {
        return choice.any(
                Buffer.class,
                buffer -> queue.reaches.contains(buffer) || (queue.owner.mapped.contains(buffer) && dice.oneIn(3)));
    }

    private @Nullable String job(String verb, String value) {
        Queue queue = choice.queue(null);
        Buffer buffer = queue == null ? null : reached(queue);
        return queue == null || buffer == null ? null : queue.name + ": " + verb + " " + choice.page(buffer) + value;
    }

    private @Nullable String submit() {
        Queue queue = choice.queue(AccessStep.SUBMIT);
        Buffer buffer = queue == null ? null : reached(queue);
        if (queue == null || buffer == null) {
            return null;
        }
        String page = choice.page(buffer);
        return of(queue).name + ": submit " + queue.name
                + (dice.oneIn(2) ? " read " + page : " write " + page + " " + choice.value());
    }

    private @Nullable String copy() {
        Queue queue = choice.queue(null);
        Buffer from = queue == null ? null : reached(queue);
        Buffer to = queue == null ? null : reached(queue);
        if (queue == null || from == null || to == null) {
            return null;
        }
        int pages = Math.min(Math.min(from.pages, to.pages), 1 + dice.below(3));
        return queue.name + ": copy " + from.name + "[0.." + (pages - 1) + "] " + to.name + "[0.." + (pages - 1) + "]";
    }

    private @Nullable String tag() {
        Queue queue = choice.queue(AccessStep.TAG);
        Queue as = queue == null ? null : choice.any(Queue.class, unused -> true);
        return queue == null || as == null ? null : queue.name + ": tag " + as.name;
    }
}
