package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Takes random orders of steps: before each step, every actor that can take one is as likely as the others. */
public final class Sampler {

    /** An order that takes more steps than this goes round in a circle and is given up. */
    private static final int MOST_STEPS = 100_000;

    /** What the orders that ended alike have in common. */
    public static final class Found {
        private long schedules;
        private int[] way = new int[0];
        private int changes = Integer.MAX_VALUE;
        private final Set<String> notes = new LinkedHashSet<>();

        /**
         * How many orders ended so.
         *
         * @return at least 1
         */
        public long schedules() {
            return schedules;
        }

        /**
         * The one of them with the fewest changes of the actor, then the fewest steps, then the first.
         *
         * @return the actor of each step
         */
        public int[] way() {
            return way.clone();
        }

        /**
         * What is worth telling of them.
         *
         * @return each note once
         */
        public List<String> notes() {
            return List.copyOf(notes);
        }
    }

    private final Explorable world;
    private final Trail trail;
    private final SplittableRandom random;
    private final Map<Object, Found> found = new LinkedHashMap<>();
    private long steps;
    private long cut;
    private boolean stopped;

    /**
     * A sampler of a world as it is now.
     *
     * @param world what can be stepped
     * @param trail notes its stores
     * @param seed the same seed takes the same orders
     */
    public Sampler(Explorable world, Trail trail, long seed) {
        this.world = world;
        this.trail = trail;
        random = new SplittableRandom(seed);
    }

    /**
     * Takes some orders.
     *
     * @param schedules how many, unless the limit is reached before
     * @param limit when to stop
     * @return what was found, by outcome
     */
    public Map<Object, Found> run(long schedules, Search.Limit limit) {
        trail.begin(false);
        for (long done = 0; done < schedules && !stopped; done++) {
            one(done, limit);
            trail.undoTo(0);
            stopped |= limit.reached(done + 1, 0, 0);
        }
        return found;
    }

    /**
     * How many steps were taken.
     *
     * @return 0 or more
     */
    public long steps() {
        return steps;
    }

    /**
     * How many orders were given up.
     *
     * @return 0 or more
     */
    public long cut() {
        return cut;
    }

    private void one(long done, Search.Limit limit) {
        List<Integer> way = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        while (way.size() < MOST_STEPS && !stopped) {
            stopped = limit.reached(done, 0, 0);
            int actor = any();
            if (actor < 0 && world.giveUp()) {
                actor = world.actors();
            }
            if (actor >= 0 && world.beyond()) {
                break;
            }
            if (actor < 0) {
                keep(way, notes);
                return;
            }
            way.add(actor);
            steps++;
            String note = world.note();
            if (note != null) {
                notes.add(note);
            }
        }
        cut += stopped ? 0 : 1;
    }

    /** Tries the actors in random order until one takes a step; -1 if none does. */
    private int any() {
        int[] order = new int[world.actors()];
        for (int i = 0; i < order.length; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        for (int actor : order) {
            int mark = trail.mark();
            if (world.step(actor)) {
                return actor;
            }
            trail.undoTo(mark);
        }
        return -1;
    }

    private void keep(List<Integer> way, List<String> notes) {
        Found ends = found.computeIfAbsent(world.end(), unused -> new Found());
        ends.schedules++;
        ends.notes.addAll(notes);
        int changes = 0;
        for (int i = 1; i < way.size(); i++) {
            changes += way.get(i).equals(way.get(i - 1)) ? 0 : 1;
        }
        if (changes < ends.changes || (changes == ends.changes && way.size() < ends.way.length)) {
            ends.changes = changes;
            ends.way = way.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
