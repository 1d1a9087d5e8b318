package io.github.accelbed.scenario.lockorder;

import io.github.accelbed.model.Unwoven;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which class of locks was ever taken while which other was held. It only grows: what one order of steps showed stays known when another
 * is explored.
 */
@Unwoven(trusted = true)
public final class LockGraph {
    private final Map<String, Map<String, LockEdge>> edges = new LinkedHashMap<>();

    /** No edge yet. */
    public LockGraph() {}

    /**
     * Adds an edge, unless it is there already.
     *
     * @param held the class of the lock that is held
     * @param taken the class of the lock that is taken
     * @param witness who does that, and in which operations
     */
    public void add(String held, String taken, String witness) {
        edges.computeIfAbsent(held, unused -> new LinkedHashMap<>())
                .computeIfAbsent(taken, unused -> new LockEdge(held, taken, witness));
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
