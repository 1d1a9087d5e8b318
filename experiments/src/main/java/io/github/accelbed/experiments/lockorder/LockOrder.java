package io.github.accelbed.experiments.lockorder;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final IdentityHashMap<Actor, List<Held>> held = new IdentityHashMap<>();
    private final Map<String, Map<String, LockEdge>> edges = new LinkedHashMap<>();

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
        edges.computeIfAbsent(outer.lock().name(), unused -> new LinkedHashMap<>())
                .computeIfAbsent(
                        lock.name(),
                        name -> new LockEdge(
                                outer.lock().name(),
                                name,
                                actor.name() + " in " + by
                                        + (by.equals(outer.by())
                                                ? ""
                                                : ", with the one that " + outer.by() + " took")));
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
     * All edges so far.
     *
     * @return in the order in which the outer locks were first held
     */
    public List<LockEdge> edges() {
        return edges.values().stream().flatMap(inner -> inner.values().stream()).toList();
    }

    /**
     * All elementary circles so far: no lock occurs twice in one.
     *
     * @return each once, beginning at the class whose edges were seen first
     */
    public List<LockCycle> cycles() {
        List<String> classes = List.copyOf(edges.keySet());
        List<LockCycle> cycles = new ArrayList<>();
        for (int first = 0; first < classes.size(); first++) {
            follow(classes, first, classes.get(first), new ArrayDeque<>(), cycles);
        }
        return cycles;
    }

    /** Walks on from a class, over classes behind the first one only, so that each circle is found once. */
    private void follow(List<String> classes, int first, String at, Deque<LockEdge> path, List<LockCycle> cycles) {
        for (LockEdge edge : edges.getOrDefault(at, Map.of()).values()) {
            path.addLast(edge);
            if (edge.taken().equals(classes.get(first))) {
                cycles.add(new LockCycle(List.copyOf(path)));
            } else if (classes.indexOf(edge.taken()) > first
                    && path.stream().noneMatch(before -> before.held().equals(edge.taken()))) {
                follow(classes, first, edge.taken(), path, cycles);
            }
            path.removeLast();
        }
    }
}
