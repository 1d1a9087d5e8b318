package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.scenario.run.Explorable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes every order of steps, one after the other, and remembers no state. */
final class EveryOrder {

    /** What the orders with one outcome have in common. */
    static final class Found {
        BigInteger schedules = BigInteger.ZERO;
        /** The one with the fewest changes of the actor, then the fewest steps, then the first in order of actors. */
        List<Integer> way = List.of();

        private long cost = Long.MAX_VALUE;
    }

    /** There are more orders than the test has time for. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Explorable world;
    private final Trail trail;
    private final int most;
    private final List<Integer> way = new ArrayList<>();
    private final Map<Object, Found> found = new LinkedHashMap<>();
    private int orders;

    private EveryOrder(Explorable world, Trail trail, int most) {
        this.world = world;
        this.trail = trail;
        this.most = most;
    }

    /** All orders from here on, by their outcome; the world is left as it was. */
    static Map<Object, Found> of(Explorable world, Trail trail, int most) {
        trail.begin(false);
        EveryOrder search = new EveryOrder(world, trail, most);
        search.visit();
        return search.found;
    }

    private void visit() {
        int mark = trail.mark();
        boolean stuck = true;
        for (int actor = 0; actor < world.actors(); actor++) {
            boolean optional = world.optional(actor);
            if (world.step(actor)) {
                stuck &= optional;
                follow(actor);
            }
            trail.undoTo(mark);
        }
        if (stuck) {
            if (world.giveUp()) {
                follow(world.actors());
            } else {
                end();
            }
            trail.undoTo(mark);
        }
    }

    private void follow(int actor) {
        way.add(actor);
        visit();
        way.remove(way.size() - 1);
    }

    private void end() {
        if (++orders > most) {
            trail.undoTo(0);
            throw new TooManyException();
        }
        Found same = found.computeIfAbsent(world.end(), unused -> new Found());
        same.schedules = same.schedules.add(BigInteger.ONE);
        long changes = 0;
        for (int i = 1; i < way.size(); i++) {
            changes += way.get(i).equals(way.get(i - 1)) ? 0 : 1;
        }
        long cost = changes << 32 | way.size();
        if (cost < same.cost) {
            same.cost = cost;
            same.way = List.copyOf(way);
        }
    }
}
