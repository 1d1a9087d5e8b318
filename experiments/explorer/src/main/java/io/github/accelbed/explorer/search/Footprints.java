package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.Trail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which places each actor was ever seen to load from and store into, by where it was. A place is a field or element of an old object; of
 * the objects made since, all fields of one name in the objects of one class that one actor made are one place. So who made what is part
 * of a state while orders are reduced: what was learned behind a state holds in another only if the same places have the same names.
 * Tallies that make no difference are no places.
 *
 * <p>Two steps are independent if neither stores where the other loads or stores. Adding to a tally is one thing, reading it as a
 * {@code count} does another: two steps that add are independent. If a step is independent of everything that the other
 * actors may still do, taking it first loses no outcome. What they may still do is what they were seen to do anywhere from where they are
 * on, so a search on too little knowledge takes steps first that it must not, learns more, and is done over until it learns nothing new:
 * then each step that it took first was rightly taken. For a step of another actor that is not independent of it would have come into the
 * search after it too, and up to the first place that both touch it does the same before and after.
 */
final class Footprints {

    /** Places loaded from and stored into. */
    private static final class Places {
        final BitSet loads = new BitSet();
        final BitSet stores = new BitSet();
        /** Tallies that were only added to: two that add do not disturb each other. */
        final BitSet adds = new BitSet();

        void add(Places more) {
            loads.or(more.loads);
            stores.or(more.stores);
            adds.or(more.adds);
        }

        boolean independent(Places other) {
            return !stores.intersects(other.loads)
                    && !stores.intersects(other.stores)
                    && !stores.intersects(other.adds)
                    && !loads.intersects(other.stores)
                    && !loads.intersects(other.adds)
                    && !adds.intersects(other.loads)
                    && !adds.intersects(other.stores);
        }

        int count() {
            return loads.cardinality() + stores.cardinality() + adds.cardinality();
        }
    }

    /** Where an actor was seen: what its steps from there touched, and where they led. */
    private static final class Location {
        final Places own = new Places();
        final Set<Location> next = new HashSet<>();
        /** All that was touched from there on, as known when the search began. */
        Places future = new Places();
    }

    private final Trail trail;
    private final StateForm form;
    private final List<Map<Long, Location>> seen = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    /** The numbers of those that are tallies. */
    private final BitSet tallies = new BitSet();

    /** By number of a tally: how much more often the step at hand loads than stores; adding does both once. */
    private final Map<Integer, Integer> tallyLoads = new HashMap<>();

    /** By number of the old object and place: two more than the number of the place, 0 if that is not known yet. */
    private int[][] oldNumbers = new int[1024][];

    private final IdentityHashMap<Object, Integer> makers = new IdentityHashMap<>();
    /** The keys of {@link #makers}, the latest last. */
    private final List<Object> made = new ArrayList<>();

    /** Loops over an array load from it many times in a row. */
    private @Nullable Object lastOwner;

    private int lastId;
    private Places now = new Places();
    private boolean news;
    /** Whether something new was seen since {@link #anythingNew()} was asked last. */
    private boolean fresh;

    Footprints(Trail trail, StateForm form, int actors) {
        this.trail = trail;
        this.form = form;
        for (int actor = 0; actor < actors; actor++) {
            seen.add(new HashMap<>());
        }
    }

    /** Takes in what was learned since this was called last; false if that is nothing. */
    boolean learn() {
        boolean was = news;
        news = false;
        for (Map<Long, Location> locations : seen) {
            locations.values().forEach(Footprints::lookAhead);
        }
        return was;
    }

    private static void lookAhead(Location from) {
        from.future = new Places();
        Set<Location> reached = new HashSet<>(Set.of(from));
        Deque<Location> left = new ArrayDeque<>(reached);
        while (!left.isEmpty()) {
            Location location = left.remove();
            from.future.add(location.own);
            for (Location next : location.next) {
                if (reached.add(next)) {
                    left.add(next);
                }
            }
        }
    }

    /** Who made an object since the search began, counted from 1; 0 if nobody did. */
    int maker(Object object) {
        Integer maker = makers.get(object);
        return maker == null ? 0 : maker + 1;
    }

    /** How many objects were made on the way to here. */
    int mark() {
        return made.size();
    }

    /** Forgets what was made since a mark. */
    void undoTo(int mark) {
        while (made.size() > mark) {
            makers.remove(made.remove(made.size() - 1));
        }
    }

    /** Remembers what an actor made in the step it just took. */
    void made(int actor) {
        for (int i = 0; i < trail.made(); i++) {
            if (makers.putIfAbsent(trail.made(i), actor) == null) {
                made.add(trail.made(i));
            }
        }
    }

    /** Learns from a step that was taken or tried from one place to another, whose stores begin at a mark. */
    void note(int actor, long from, long to, int mark) {
        made(actor);
        now = new Places();
        tallyLoads.clear();
        for (int i = 0; i < trail.loads(); i++) {
            mark(now.loads, trail.loadOwner(i), trail.loadPlace(i), 1);
        }
        for (int i = mark; i < trail.mark(); i++) {
            mark(now.stores, trail.owner(i), trail.place(i), -1);
        }
        tallyLoads.forEach(this::adds);
        Location location = location(actor, from);
        int before = location.own.count();
        location.own.add(now);
        boolean learned = location.next.add(location(actor, to));
        learned |= location.own.count() > before;
        news |= learned;
        fresh |= learned;
    }

    /** Whether something new was seen since this was asked last. */
    boolean anythingNew() {
        boolean was = fresh;
        fresh = false;
        return was;
    }

    private Location location(int actor, long at) {
        return seen.get(actor).computeIfAbsent(at, unused -> new Location());
    }

    private void adds(int tally, int loads) {
        if (loads <= 0 && now.loads.get(tally) && now.stores.get(tally)) {
            now.loads.clear(tally);
            now.stores.clear(tally);
            now.adds.set(tally);
        }
    }

    private void mark(BitSet places, Object owner, int place, int load) {
        if (owner != lastOwner) {
            lastOwner = owner;
            lastId = form.id(owner);
        }
        int number = lastId > 0 ? old(lastId, owner, place) : number(owner, place, makers.get(owner));
        if (number >= 0) {
            places.set(number);
            if (tallies.get(number)) {
                tallyLoads.merge(number, load, Integer::sum);
            }
        }
    }

    /** The number of a place of an old object, -1 if it is no part of the state. */
    private int old(int id, Object owner, int place) {
        if (id >= oldNumbers.length) {
            oldNumbers = Arrays.copyOf(oldNumbers, 2 * id);
        }
        int[] places = oldNumbers[id];
        if (places == null || place >= places.length) {
            places = places == null ? new int[place + 8] : Arrays.copyOf(places, 2 * place);
            oldNumbers[id] = places;
        }
        if (places[place] == 0) {
            places[place] = 2 + number(owner, place, null);
        }
        return places[place] - 2;
    }

    private int number(Object owner, int place, @Nullable Integer maker) {
        long key = form.place(owner, place, maker);
        if (key == StateForm.NO_PLACE) {
            return -1;
        }
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(key, number);
        tallies.set(number, form.tally(owner, place));
        return number;
    }

    /** Whether the step noted last is independent of all that another actor may do from where it is. */
    boolean independent(int other, long at) {
        return now.independent(location(other, at).future);
    }
}
