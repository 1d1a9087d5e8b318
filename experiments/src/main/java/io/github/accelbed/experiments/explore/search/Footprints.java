package io.github.accelbed.experiments.explore.search;

import io.github.accelbed.experiments.explore.undo.Trail;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which places each actor was ever seen to load from and store into, by how far it was. A place is a field or element of an old object; of
 * the objects made since, all fields of one name in the objects of one class that one actor made are one place. Tallies are none.
 *
 * <p>Two steps are independent if neither stores where the other loads or stores. If a step is independent of everything that the other
 * actors may still do, taking it first loses no outcome. What they may still do is what they were seen to do anywhere, so a search on too
 * little knowledge takes steps first that it must not, learns more, and is done over until it learns nothing new: then each step that it
 * took first was rightly taken. A place that one actor stores into and that the other would have loaded or stored into before is among the
 * places that it is seen to load from or store into after.
 */
final class Footprints {

    /** Places loaded from and stored into. */
    private static final class Places {
        final BitSet loads = new BitSet();
        final BitSet stores = new BitSet();

        /** True if that was news. */
        boolean add(Places more) {
            int before = loads.cardinality() + stores.cardinality();
            loads.or(more.loads);
            stores.or(more.stores);
            return loads.cardinality() + stores.cardinality() > before;
        }
    }

    private final Trail trail;
    private final StateForm form;
    private final TreeMap<Integer, Places>[] seen;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Object, Integer> makers = new IdentityHashMap<>();
    /** The keys of {@link #makers}, the latest last. */
    private final List<Object> made = new ArrayList<>();

    private Places now = new Places();
    private boolean news;

    @SuppressWarnings("unchecked")
    Footprints(Trail trail, StateForm form, int actors) {
        this.trail = trail;
        this.form = form;
        seen = (TreeMap<Integer, Places>[]) new TreeMap<?, ?>[actors];
        for (int actor = 0; actor < actors; actor++) {
            seen[actor] = new TreeMap<>();
        }
    }

    /** Whether something was learned since this was asked last. */
    boolean learned() {
        boolean was = news;
        news = false;
        return was;
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

    /** Learns from a step that was taken or tried, whose stores begin at a mark. */
    void note(int actor, int position, int mark) {
        made(actor);
        now = new Places();
        for (int i = 0; i < trail.loads(); i++) {
            mark(now.loads, trail.loadOwner(i), trail.loadPlace(i));
        }
        for (int i = mark; i < trail.mark(); i++) {
            mark(now.stores, trail.owner(i), trail.place(i));
        }
        Places known = seen[actor].get(position);
        if (known == null) {
            known = new Places();
            seen[actor].put(position, known);
        }
        news |= known.add(now);
    }

    private void mark(BitSet places, Object owner, int place) {
        long key = form.place(owner, place, makers.get(owner));
        if (key != StateForm.NO_PLACE) {
            places.set(numbers.computeIfAbsent(key, unused -> numbers.size()));
        }
    }

    /** Whether the step noted last is independent of all that another actor may do from a position on. */
    boolean independent(int other, int position) {
        for (Places places : seen[other].tailMap(position).values()) {
            if (now.stores.intersects(places.loads)
                    || now.stores.intersects(places.stores)
                    || now.loads.intersects(places.stores)) {
                return false;
            }
        }
        return true;
    }
}
