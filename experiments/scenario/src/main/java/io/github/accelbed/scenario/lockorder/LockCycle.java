package io.github.accelbed.scenario.lockorder;

import io.github.accelbed.model.Unwoven;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Locks that were taken in a circle: each under the one before it, the first under the last. Actors that follow the edges at the same time
 * can wait for each other for ever, even if in this run nobody did.
 *
 * @param edges at least one, the first beginning at the lock that was taken first of all; a lock taken under itself is a circle of one
 */
@Unwoven
public record LockCycle(List<LockEdge> edges) {

    /** Copies the list and checks that it is a circle. */
    public LockCycle {
        edges = List.copyOf(edges);
        for (int i = 0; i < edges.size(); i++) {
            if (!edges.get(i).taken().equals(edges.get((i + 1) % edges.size()).held())) {
                throw new IllegalArgumentException("not a circle: " + edges);
            }
        }
    }

    /**
     * The circle in one line, with the witness of each edge.
     *
     * @return text for a reader
     */
    public String text() {
        return edges.stream().map(LockEdge::toString).collect(Collectors.joining("; "));
    }

    /**
     * The circle as lockdep tells it: each lock with the one that is taken under it, and who does that.
     *
     * @return several lines, without a line break at the end
     */
    public String report() {
        StringBuilder report = new StringBuilder("possible circular locking dependency");
        for (LockEdge edge : edges) {
            report.append("\n  ")
                    .append(edge.taken())
                    .append(" is taken while ")
                    .append(edge.held())
                    .append(" is held:\n    ")
                    .append(edge.witness());
        }
        return report.toString();
    }
}
