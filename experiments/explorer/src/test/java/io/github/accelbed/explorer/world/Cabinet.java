package io.github.accelbed.explorer.world;

import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A chest with collections beside it, a superclass's fields behind it, and other chests made on the way. Each actor stores in its own way. */
public final class Cabinet extends Chest implements Explorable {
    private static final int ACTORS = 28;

    /** What changes with every step, in a record. */
    private record Last(int actor, Chest chest) {}

    private enum Mood {
        CALM,
        WILD
    }

    private final List<Chest> chests = new ArrayList<>();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final Map<Integer, String> map = new HashMap<>();
    private final Map<String, Integer> ordered = new LinkedHashMap<>();
    private final TreeMap<Integer, Integer> sorted = new TreeMap<>();
    private final Set<Integer> set = new HashSet<>();
    private final Set<Integer> orderedSet = new LinkedHashSet<>();
    private final IdentityHashMap<Object, Integer> byIdentity = new IdentityHashMap<>();
    private final BitSet bits = new BitSet();
    private Last last = new Last(-1, this);
    private Mood mood = Mood.CALM;
    private int steps;

    @Override
    public int actors() {
        return ACTORS;
    }

    @Override
    public boolean step(int actor) {
        steps++;
        last = new Last(actor, chests.isEmpty() ? this : chests.get(steps % chests.size()));
        if (actor < 17) {
            last.chest().store(actor, steps);
            return true;
        }
        switch (actor) {
            case 17 -> chests.add(new Chest());
            case 18 -> queue.addLast(steps);
            case 19 -> queue.poll();
            case 20 -> map.put(steps % 5, text);
            case 21 -> ordered.merge("k" + steps % 3, 1, Integer::sum);
            case 22 -> sorted.put(-steps % 7, steps);
            case 23 -> sorted.keySet().stream().findFirst().ifPresent(sorted::remove);
            case 24 -> set.add(steps % 9);
            case 25 -> {
                orderedSet.add(steps);
                orderedSet.remove(steps - 4);
            }
            case 26 -> byIdentity.put(last.chest(), steps);
            default -> {
                bits.set(steps % 90);
                mood = mood == Mood.CALM ? Mood.WILD : Mood.CALM;
            }
        }
        return true;
    }

    /** Initializes a class and stores into what it keeps, in one step. */
    public int firstUse() {
        number = Late.FILLED[2];
        return Late.FILLED[2];
    }

    @Override
    public long location(int actor) {
        return 0;
    }

    @Override
    public boolean beyond() {
        return false;
    }

    @Override
    public String note() {
        return null;
    }

    @Override
    public boolean giveUp() {
        return false;
    }

    @Override
    public void check() {
        // nothing must hold
    }

    @Override
    public Object end() {
        return steps + " " + hidden();
    }
}
