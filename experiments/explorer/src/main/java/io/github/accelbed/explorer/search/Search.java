package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
         * Asked after each step.
         *
         * @param schedules how many orders of steps came to their end or to a known state so far
         * @param states how many states were visited; 0 if they are not kept
         * @param left about how many there are yet, {@link Search#UNKNOWN} if that cannot be told
         * @return true to stop
         */
        boolean reached(long schedules, long states, long left);
    }

    /** How many states there are yet, before the first order of steps came to its end. */
    public static final long UNKNOWN = -1;

    /** How many random orders are looked at, and after how many in a row that show nothing new no more are. */
    private static final int LOOKS = 100;

    private static final int LOOKS_IN_VAIN = 10;
    private static final int MOST_STEPS = 10_000;

    private final Explorable world;
    private final Trail trail;
    private final Limit limit;
    private final StateForm form;
    private final @Nullable Footprints footprints;
    private StateGraph graph = new StateGraph();
    private VisitedStates visited = new VisitedStates();
    private boolean[] open = new boolean[1024];
    /** The states from the first one to where the search is; a call may have more steps than a thread's stack has room for. */
    private final List<Visit> way = new ArrayList<>();

    /** How long the way was at its first end, and the least since then. */
    private int deepest;

    private int back;
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
        if (footprints != null) {
            form.tellApart(footprints::maker);
        }
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
            back = Integer.MAX_VALUE;
            visited.add(form.write());
            visitAll();
        } while (footprints != null && footprints.learn() && !stopped);
        // What follows counts and draws; it needs the graph, and the room.
        visited = new VisitedStates();
        return graph;
    }

    /** Learns from some random orders what actors do, so that few searches are done in vain. */
    private void look(Footprints known) {
        SplittableRandom random = new SplittableRandom(LOOKS);
        int vain = 0;
        for (int i = 0; i < LOOKS && vain < LOOKS_IN_VAIN; i++) {
            for (int steps = 0; steps < MOST_STEPS && !stopped && lookAtOne(known, random); steps++) {
                stopped = limit.reached(0, 0, UNKNOWN);
            }
            trail.undoTo(0);
            known.undoTo(0);
            vain = known.anythingNew() ? 0 : vain + 1;
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

    /** A state on the way to where the search is. */
    private final class Visit {
        final int state;
        final int mark = trail.mark();
        /** What was made on the way to the state before this one. */
        final int made;
        /** The only actor that goes on from here; -1 for all of them. */
        int only = -1;

        int next;
        boolean stuck = true;

        Visit(int state, int made) {
            this.state = state;
            this.made = made;
        }
    }

    private void visitAll() {
        enter(0, 0);
        while (!way.isEmpty()) {
            Visit here = way.get(way.size() - 1);
            trail.undoTo(here.mark);
            if (stopped || here.next > world.actors()) {
                leave(here);
            } else {
                goOn(here, here.next++);
            }
        }
    }

    private void enter(int state, int made) {
        graph.state();
        if (state == open.length) {
            open = Arrays.copyOf(open, 2 * state);
        }
        open[state] = true;
        Visit here = new Visit(state, made);
        way.add(here);
        check(here.mark);
        if (footprints != null) {
            here.only = alone(footprints, here.mark);
        }
    }

    private void leave(Visit here) {
        graph.close(here.state);
        open[here.state] = false;
        way.remove(way.size() - 1);
        if (way.size() < back) {
            deepest = back == Integer.MAX_VALUE ? way.size() + 1 : deepest;
            back = way.size();
        }
        if (footprints != null) {
            footprints.undoTo(here.made);
        }
    }

    /**
     * About how many states there are yet. The search goes as far as it gets and then works its way back to where it began; each step of
     * that way that is left is taken to cost what those behind it did.
     */
    private long left() {
        if (back == Integer.MAX_VALUE) {
            return UNKNOWN;
        }
        return (long) back * visited.size() / (deepest - back);
    }

    /** Takes an actor's step from a state; that of one more than there are is what follows if no other can take any. */
    private void goOn(Visit here, int actor) {
        if (actor == world.actors()) {
            if (here.stuck) {
                giveUp(here);
            }
            return;
        }
        if (here.only >= 0 && actor != here.only) {
            return;
        }
        trail.forgetLoads();
        boolean optional = world.optional(actor);
        if (world.step(actor)) {
            here.stuck &= optional;
            if (world.beyond()) {
                cut++;
            } else {
                follow(here, actor);
            }
        }
    }

    private void giveUp(Visit here) {
        if (world.giveUp()) {
            follow(here, world.actors());
        } else {
            graph.end(here.state, world.end());
            ended();
        }
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

    private void follow(Visit from, int actor) {
        String note = world.note();
        form.noteStores(from.mark);
        int made = 0;
        if (footprints != null) {
            made = footprints.mark();
            footprints.made(actor);
        }
        int before = visited.size();
        int to = visited.add(form.write());
        if (to < before) {
            if (open[to]) {
                cut++;
            } else {
                graph.edge(from.state, actor, to, note);
                ended();
            }
            if (footprints != null) {
                footprints.undoTo(made);
            }
            return;
        }
        graph.edge(from.state, actor, to, note);
        stopped = limit.reached(schedules, visited.size(), left());
        enter(to, made);
    }

    private void ended() {
        stopped = limit.reached(++schedules, visited.size(), left());
    }
}
