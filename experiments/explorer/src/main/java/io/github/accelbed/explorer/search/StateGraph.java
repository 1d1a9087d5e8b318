package io.github.accelbed.explorer.search;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states that a search visited and the steps between them. State 0 is where it began. Steps that lead back to a state on the way to
 * where they begin are left out, so the graph has no circles.
 */
public final class StateGraph {
    private int[] firstEdge = new int[1024];
    private int[] outcomeOf = new int[1024];
    private int[] finished = new int[1024];
    private int[] edgeActor = new int[4096];
    private int[] edgeTarget = new int[4096];
    private int[] edgeNext = new int[4096];
    private int[] edgeNote = new int[4096];
    private int edges;
    private int states;
    private int closed;
    private final Map<Object, Integer> outcomes = new LinkedHashMap<>();
    private final Map<String, Integer> notes = new LinkedHashMap<>();

    StateGraph() {}

    void state() {
        if (states == firstEdge.length) {
            firstEdge = Arrays.copyOf(firstEdge, 2 * states);
            outcomeOf = Arrays.copyOf(outcomeOf, 2 * states);
            finished = Arrays.copyOf(finished, 2 * states);
        }
        firstEdge[states] = -1;
        outcomeOf[states++] = -1;
    }

    void edge(int from, int actor, int to, @Nullable String note) {
        if (edges == edgeActor.length) {
            edgeActor = Arrays.copyOf(edgeActor, 2 * edges);
            edgeTarget = Arrays.copyOf(edgeTarget, 2 * edges);
            edgeNext = Arrays.copyOf(edgeNext, 2 * edges);
            edgeNote = Arrays.copyOf(edgeNote, 2 * edges);
        }
        edgeActor[edges] = actor;
        edgeTarget[edges] = to;
        edgeNext[edges] = firstEdge[from];
        edgeNote[edges] = note == null ? -1 : notes.computeIfAbsent(note, unused -> notes.size());
        firstEdge[from] = edges++;
    }

    void end(int state, Object outcome) {
        outcomeOf[state] = outcomes.computeIfAbsent(outcome, unused -> outcomes.size());
    }

    /** All steps from a state are known; said of each state once, of those it leads to first. */
    void close(int state) {
        finished[closed++] = state;
    }

    /**
     * How many states were visited.
     *
     * @return at least 1
     */
    public int states() {
        return states;
    }

    /**
     * How many steps were taken between them.
     *
     * @return 0 or more
     */
    public int transitions() {
        return edges;
    }

    /**
     * The outcomes, in the order in which they were found.
     *
     * @return their number is their place
     */
    public List<Object> outcomes() {
        return new ArrayList<>(outcomes.keySet());
    }

    /**
     * How many orders of steps end in each outcome.
     *
     * @return by the outcome's number
     */
    public BigInteger[] schedules() {
        BigInteger[] ways = new BigInteger[states];
        Arrays.fill(ways, BigInteger.ZERO);
        ways[0] = BigInteger.ONE;
        BigInteger[] counts = new BigInteger[outcomes.size()];
        Arrays.fill(counts, BigInteger.ZERO);
        for (int i = closed - 1; i >= 0; i--) {
            int state = finished[i];
            for (int edge = firstEdge[state]; edge >= 0; edge = edgeNext[edge]) {
                int target = edgeTarget[edge];
                ways[target] = ways[target].add(ways[state]);
            }
            if (outcomeOf[state] >= 0) {
                counts[outcomeOf[state]] = counts[outcomeOf[state]].add(ways[state]);
            }
        }
        return counts;
    }

    /**
     * What is worth telling of the ways to an outcome: what happens on at least one of them.
     *
     * @param outcome the outcome's number
     * @return each note once, in the order in which they were first met
     */
    public List<String> notes(int outcome) {
        boolean[] leads = new boolean[states];
        boolean[] happens = new boolean[notes.size()];
        for (int i = 0; i < closed; i++) {
            int state = finished[i];
            leads[state] = outcomeOf[state] == outcome;
            for (int edge = firstEdge[state]; edge >= 0; edge = edgeNext[edge]) {
                if (leads[edgeTarget[edge]]) {
                    leads[state] = true;
                    if (edgeNote[edge] >= 0) {
                        happens[edgeNote[edge]] = true;
                    }
                }
            }
        }
        return notes.keySet().stream()
                .filter(note -> happens[notes.getOrDefault(note, 0)])
                .toList();
    }

    /**
     * The way to an outcome with the fewest changes of the actor; of those the shortest; of those the one whose actors come first.
     *
     * @param outcome the outcome's number
     * @param actors how many actors there are
     * @return the actor of each step
     */
    public int[] witness(int outcome, int actors) {
        // Changes and steps from a state to the outcome, if the actor of the step before was this one.
        long[] cost = new long[Math.multiplyExact(states, actors + 1)];
        Arrays.fill(cost, Long.MAX_VALUE);
        for (int i = 0; i < closed; i++) {
            int state = finished[i];
            for (int last = 0; last <= actors; last++) {
                long best = outcomeOf[state] == outcome ? 0 : Long.MAX_VALUE;
                for (int edge = firstEdge[state]; edge >= 0; edge = edgeNext[edge]) {
                    best = Math.min(best, through(cost, edge, last, actors));
                }
                cost[state * (actors + 1) + last] = best;
            }
        }
        List<Integer> way = new ArrayList<>();
        int state = 0;
        int last = actors;
        while (outcomeOf[state] != outcome) {
            long wanted = cost[state * (actors + 1) + last];
            int chosen = -1;
            for (int edge = firstEdge[state]; edge >= 0; edge = edgeNext[edge]) {
                if (through(cost, edge, last, actors) == wanted
                        && (chosen < 0 || edgeActor[edge] < edgeActor[chosen])) {
                    chosen = edge;
                }
            }
            if (chosen < 0) {
                throw new IllegalStateException("no way to outcome " + outcome);
            }
            way.add(edgeActor[chosen]);
            last = edgeActor[chosen];
            state = edgeTarget[chosen];
        }
        return way.stream().mapToInt(Integer::intValue).toArray();
    }

    private long through(long[] cost, int edge, int last, int actors) {
        long rest = cost[edgeTarget[edge] * (actors + 1) + edgeActor[edge]];
        boolean changes = edgeActor[edge] != last && last != actors;
        return rest == Long.MAX_VALUE ? rest : rest + 1 + (changes ? 1L << 32 : 0);
    }
}
