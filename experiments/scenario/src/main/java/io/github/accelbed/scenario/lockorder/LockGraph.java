package io.github.accelbed.scenario.lockorder;

import com.google.common.graph.ElementOrder;
import com.google.common.graph.Graphs;
import com.google.common.graph.MutableValueGraph;
import com.google.common.graph.ValueGraphBuilder;
import io.github.accelbed.model.Unwoven;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which class of locks was ever taken while which other was held. It only grows: what one order of steps showed stays known when another
 * is explored.
 */
@Unwoven(trusted = true)
public final class LockGraph {
    private final MutableValueGraph<String, LockEdge> graph = ValueGraphBuilder.directed()
            .allowsSelfLoops(true)
            .nodeOrder(ElementOrder.insertion())
            .incidentEdgeOrder(ElementOrder.stable())
            .build();

    /**
     * Adds an edge, unless it is there already.
     *
     * @param held the class of the lock that is held
     * @param taken the class of the lock that is taken
     * @param witness who does that, and in which operations
     */
    public void add(String held, String taken, String witness) {
        if (!graph.hasEdgeConnecting(held, taken)) {
            graph.putEdgeValue(held, taken, new LockEdge(held, taken, witness));
        }
    }

    /**
     * All edges so far.
     *
     * @return in the order in which the outer locks were first seen
     */
    public List<LockEdge> edges() {
        return graph.nodes().stream().flatMap(held -> from(held).stream()).toList();
    }

    /**
     * All elementary circles so far: no lock occurs twice in one.
     *
     * @return each once, beginning at the class that was seen first
     */
    public List<LockCycle> cycles() {
        List<LockCycle> cycles = new ArrayList<>();
        if (!Graphs.hasCycle(graph.asGraph())) {
            return cycles;
        }
        List<String> classes = List.copyOf(graph.nodes());
        for (int first = 0; first < classes.size(); first++) {
            follow(classes, first, classes.get(first), new ArrayDeque<>(), cycles);
        }
        return cycles;
    }

    private List<LockEdge> from(String held) {
        return graph.successors(held).stream()
                .flatMap(taken -> graph.edgeValue(held, taken).stream())
                .toList();
    }

    /** Walks on from a class, over classes behind the first one only, so that each circle is found once. */
    private void follow(List<String> classes, int first, String at, Deque<LockEdge> path, List<LockCycle> cycles) {
        for (LockEdge edge : from(at)) {
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
