package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Buffer;
import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.fuzzer.Sketch.Queue;
import io.github.accelbed.scenario.program.Dice;
import java.util.LinkedHashSet;
import java.util.List;

/** Steps by which processes come and go. */
final class LifeSteps {
    private final Choice choice;
    private final Dice dice;
    private final Sketch sketch;

    LifeSteps(Choice choice) {
        this.choice = choice;
        dice = choice.dice;
        sketch = choice.sketch;
    }

    /** Kills are more frequent in programs that are about them. */
    List<Verb> verbs(boolean kills) {
        return List.of(
                new Verb(5, this::fork),
                new Verb(2, this::vfork),
                new Verb(3, this::cloneVm),
                new Verb(1, () -> ends("exec")),
                new Verb(1, () -> ends("exit")),
                new Verb(kills ? 6 : 0, () -> ends("kill")));
    }

    String fork() {
        Proc parent = choice.proc();
        Proc child = sketch.add(new Proc(sketch.fresh("P")));
        child.mapped = new LinkedHashSet<>(parent.mapped);
        return parent.name + ": fork " + child.name;
    }

    private String vfork() {
        Proc parent = choice.proc();
        Proc child = sketch.add(new Proc(sketch.fresh("P")));
        child.mapped = parent.mapped;
        parent.waitsFor = child;
        return parent.name + ": vfork " + child.name;
    }

    private String cloneVm() {
        Proc parent = choice.proc();
        Proc child = sketch.add(new Proc(sketch.fresh("P")));
        child.mapped = parent.mapped;
        return parent.name + ": clone " + child.name;
    }

    private String ends(String how) {
        Proc proc = choice.proc();
        return end(proc, how);
    }

    /** Who waits after vfork can be killed as well. */
    String end(Proc proc, String how) {
        boolean exec = how.equals("exec");
        List<Queue> kept = exec && dice.oneIn(2)
                ? sketch.known(Queue.class, queue -> queue.owner == proc && queue.open)
                : List.of();
        Buffer memory = exec && dice.oneIn(2) ? choice.buffer(proc) : null;
        sketch.leave(proc);
        kept.forEach(queue -> queue.open = true);
        proc.alive = exec;
        if (memory != null) {
            proc.mapped.add(memory);
        }
        return proc.name + ": " + how + (memory == null ? "" : " keeping " + memory.name);
    }
}
