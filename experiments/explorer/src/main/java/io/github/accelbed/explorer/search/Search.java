package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.scenario.run.Explorable;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that some order of steps leads to, the first actor's step first. A state that was visited before is not gone into
 * again. A step back to a state on the way to it is cut: going round once more shows nothing new.
 *
 * <p>With partial-order reduction, where one actor's step is independent of all that the others may still do, only that step is taken.
 */
public final class Search {

    /** When to stop. */
    @FunctionalInterface
    public interface Limit {
        /**
         * Asked after each order of steps that came to its end or to a known state.
         *
         * @param schedules how many there were so far
         * @return true to stop
         */
        boolean reached(long schedules);
    }

    private static final int LOOKS = 100;
    private static final int MOST_STEPS = 10_000;

    private final Explorable world;
    private final Trail trail;
    private final Limit limit;
    private final StateForm form;
    private final @Nullable Footprints footprints;
    private StateGraph graph = new StateGraph();
    private VisitedStates visited = new VisitedStates();
    private boolean[] open = new boolean[1024];
    private long schedules;
    private long cut;
    private boolean stopped;

    /**
     * A search from a world as it is now.
     *
     * @param world what can be stepped
     * @param trail notes its stores, and its loads if orders are reduced
     * @param counters words of the counters that make two outcomes differ
     * @param reduceOrders whether to use partial-order reduction; it keeps all outcomes, but not how many orders there are
     * @param limit when to stop
     */
    public Search(Explorable world, Trail trail, Set<String> counters, boolean reduceOrders, Limit limit) {
        this.world = world;
        this.trail = trail;
        this.limit = limit;
        form = new StateForm(world, trail, counters);
        footprints = reduceOrders ? new Footprints(trail, form, world.actors()) : null;
    }

    /**
     * Goes through all orders of steps and comes back to where it began.
     *
     * @return what was found
     */
    public StateGraph run() {
        trail.begin(footprints != null);
        if (footprints != null) {
            look(footprints);
        }
        do {
            graph = new StateGraph();
            visited = new VisitedStates();
            cut = 0;
            visited.add(form.write());
            visit(0);
        } while (footprints != null && footprints.learn() && !stopped);
        return graph;
    }

    /** Learns from some random orders what actors do, so that few searches are done in vain. */
    private void look(Footprints known) {
        SplittableRandom random = new SplittableRandom(LOOKS);
        for (int i = 0; i < LOOKS; i++) {
            for (int steps = 0; steps < MOST_STEPS && lookAtOne(known, random); steps++) {
                // each step is noted as it is taken
            }
            trail.undoTo(0);
            known.undoTo(0);
        }
        known.learn();
    }

    private boolean lookAtOne(Footprints known, SplittableRandom random) {
        int first = random.nextInt(world.actors());
        for (int i = 0; i < world.actors(); i++) {
            int actor = (first + i) % world.actors();
            int mark = trail.mark();
            long from = world.location(actor);
            trail.forgetLoads();
            boolean stepped = world.step(actor);
            known.note(actor, from, stepped ? world.location(actor) : from, mark);
            if (stepped) {
                return true;
            }
            trail.undoTo(mark);
        }
        return world.giveUp();
    }

    /**
     * How many steps were cut because they led back.
     *
     * @return 0 or more
     */
    public long cut() {
        return cut;
    }

    /**
     * Whether nothing was left out.
     *
     * @return false if the limit was reached
     */
    public boolean complete() {
        return !stopped;
    }

    private void visit(int state) {
        graph.state();
        if (state == open.length) {
            open = Arrays.copyOf(open, 2 * state);
        }
        open[state] = true;
        int mark = trail.mark();
        check(mark);
        int first = footprints == null ? -1 : alone(footprints, mark);
        boolean stuck = true;
        for (int actor = 0; actor < world.actors() && !stopped; actor++) {
            if (first >= 0 && actor != first) {
                continue;
            }
            trail.forgetLoads();
            boolean optional = world.optional(actor);
            if (world.step(actor)) {
                stuck &= optional;
                if (world.beyond()) {
                    cut++;
                } else {
                    follow(state, actor, mark);
                }
            }
            trail.undoTo(mark);
        }
        if (stuck && !stopped) {
            if (world.giveUp()) {
                follow(state, world.actors(), mark);
            } else {
                graph.end(state, world.end());
                ended();
            }
            trail.undoTo(mark);
        }
        graph.close(state);
        open[state] = false;
    }

    /** What checks load is no step's business, and what they store is taken back. */
    private void check(int mark) {
        trail.noteLoads(false);
        world.check();
        trail.noteLoads(footprints != null);
        trail.undoTo(mark);
    }

    /** The first actor whose step comes and is independent of all that the others may still do; -1 if there is none. */
    private int alone(Footprints known, int mark) {
        int found = -1;
        int before = known.mark();
        long[] locations = new long[world.actors()];
        Arrays.setAll(locations, world::location);
        for (int actor = 0; actor < world.actors() && found < 0; actor++) {
            long from = locations[actor];
            boolean optional = world.optional(actor);
            trail.forgetLoads();
            boolean stepped = world.step(actor);
            known.note(actor, from, stepped ? world.location(actor) : from, mark);
            boolean moves = stepped && movesAnother(locations, actor);
            trail.undoTo(mark);
            known.undoTo(before);
            if (stepped && !moves && !optional && independent(known, actor)) {
                found = actor;
            }
        }
        return found;
    }

    /** Whether a step has put another actor elsewhere, as SIGKILL does: what that one would have done here is then never seen. */
    private boolean movesAnother(long[] locations, int actor) {
        for (int other = 0; other < locations.length; other++) {
            if (other != actor && world.location(other) != locations[other]) {
                return true;
            }
        }
        return false;
    }

    private boolean independent(Footprints known, int actor) {
        for (int other = 0; other < world.actors(); other++) {
            if (other != actor && !known.independent(other, world.location(other))) {
                return false;
            }
        }
        return true;
    }

    private void follow(int from, int actor, int mark) {
        String note = world.note();
        form.noteStores(mark);
        int before = visited.size();
        int to = visited.add(form.write());
        if (to < before && open[to]) {
            cut++;
            return;
        }
        graph.edge(from, actor, to, note);
        if (to < before) {
            ended();
        } else if (footprints == null) {
            visit(to);
        } else {
            int made = footprints.mark();
            footprints.made(actor);
            visit(to);
            footprints.undoTo(made);
        }
    }

    private void ended() {
        stopped = limit.reached(++schedules);
    }
}
