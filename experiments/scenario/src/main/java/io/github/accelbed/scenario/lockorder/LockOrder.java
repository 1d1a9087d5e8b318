package io.github.accelbed.scenario.lockorder;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What lockdep keeps (kernel/locking/lockdep.c): which lock was ever taken while which other was held, over a whole run and all actors, by
 * classes and not by single locks. A circle among them is a possible deadlock, whether or not it happened.
 *
 * <p>A class is all locks of one name. Two different locks of one class that nest make no edge, as fork's two mmap_locks, which the kernel
 * marks as intended; one lock that is taken again by its holder makes a circle of one. Readers count like writers. Left out: interrupt
 * contexts.
 */
public final class LockOrder implements StepListener {

    /** A lock that is held, and the operation that took it. */
    private record Held(SimLock lock, String by) {}

    private final StepListener next;

    /** The locks know their holders; this is who would be the witness. */
    @Tally("lock-cycles")
    private final IdentityHashMap<Actor, List<Held>> held = new IdentityHashMap<>();

    private final LockGraph graph = new LockGraph();

    /**
     * Nothing seen yet.
     *
     * @param next who else hears the steps
     */
    public LockOrder(StepListener next) {
        this.next = next;
    }

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        next.stepped(actor, program, pc, startPs, durationPs);
    }

    @Override
    public void waits(Actor actor, Program<?> program, int pc) {
        next.waits(actor, program, pc);
    }

    @Override
    public void locked(Actor actor, SimLock lock) {
        next.locked(actor, lock);
        List<Held> mine = held.computeIfAbsent(actor, unused -> new ArrayList<>());
        String by = Optional.ofNullable(actor.current())
                .map(Operation::program)
                .map(Program::name)
                .orElse("?");
        for (Held outer : mine) {
            if (outer.lock() == lock || !outer.lock().name().equals(lock.name())) {
                edge(outer, lock, actor, by);
            }
        }
        mine.add(new Held(lock, by));
    }

    private void edge(Held outer, SimLock lock, Actor actor, String by) {
        graph.add(
                outer.lock().name(),
                lock.name(),
                actor.name() + " in " + by
                        + (by.equals(outer.by()) ? "" : ", with the one that " + outer.by() + " took"));
    }

    @Override
    public void unlocked(Actor actor, SimLock lock) {
        next.unlocked(actor, lock);
        List<Held> mine = held.getOrDefault(actor, List.of());
        for (int i = mine.size() - 1; i >= 0; i--) {
            if (mine.get(i).lock() == lock) {
                mine.remove(i);
                return;
            }
        }
    }

    /**
     * What was taken under what so far.
     *
     * @return the graph, which grows on
     */
    public LockGraph graph() {
        return graph;
    }
}
