package io.github.accelbed.explorer.undo.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Guards against explored worlds that behave otherwise than plain ones: each collection against the one that it stands for. */
class CollectionsTest {
    private static final int STEPS = 20_000;
    private static final int KEYS = 12;

    private final Random random = new Random(7);

    private int any(int bound) {
        return random.nextInt(Math.max(1, bound));
    }

    /** Does the same with both; answers or exceptions must be the same. */
    private static <C> void both(C expected, C actual, Function<C, Object> what) {
        assertThat(answer(actual, what)).isEqualTo(answer(expected, what));
    }

    private static <C> Object answer(C collection, Function<C, Object> what) {
        try {
            return what.apply(collection);
        } catch (IndexOutOfBoundsException | NoSuchElementException e) {
            return e instanceof NoSuchElementException ? "no such element" : "out of bounds";
        }
    }

    @Test
    void elementsAreCopiedAsTheSystemDoesAlsoWithinOneArray() {
        for (int from = 0; from < 4; from++) {
            for (int to = 0; to < 4; to++) {
                long[] expected = {1, 2, 3, 4, 5, 6, 7};
                long[] actual = expected.clone();
                Object[] references = {"1", "2", "3", "4", "5", "6", "7"};
                Object[] copied = references.clone();
                System.arraycopy(expected, from, expected, to, 3);
                System.arraycopy(references, from, references, to, 3);
                UndoArrays.arraycopy(actual, from, actual, to, 3);
                UndoArrays.arraycopy(copied, from, copied, to, 3);
                assertThat(actual).isEqualTo(expected);
                assertThat(copied).isEqualTo(references);
            }
        }
    }

    @Test
    void aListIsAnArrayList() {
        List<Integer> expected = new ArrayList<>();
        List<Integer> actual = new UndoList<>();
        for (int i = 0; i < STEPS; i++) {
            int value = any(KEYS);
            int at = any(expected.size() + 2) - any(2);
            boolean clear = any(20) == 0;
            switch (expected.size() > 20 ? 5 + any(6) : any(11)) {
                case 0, 1 -> both(expected, actual, list -> list.add(value));
                case 2 ->
                    both(expected, actual, list -> {
                        list.add(at, value);
                        return list.size();
                    });
                case 3 -> both(expected, actual, list -> list.addAll(List.of(value, at)));
                case 4 -> both(expected, actual, list -> list.set(at, value));
                case 5 -> both(expected, actual, list -> list.remove(at));
                case 6 -> both(expected, actual, list -> list.remove((Object) value));
                case 7 -> both(expected, actual, list -> list.removeIf(one -> one == value));
                case 8 -> both(expected, actual, list -> List.of(list.indexOf(value), list.lastIndexOf(value)));
                case 9 -> both(expected, actual, list -> list.get(at));
                default ->
                    both(expected, actual, list -> {
                        if (clear) {
                            list.clear();
                        }
                        Collections.sort(list);
                        return list.contains(value);
                    });
            }
            assertThat(actual).containsExactlyElementsOf(expected);
        }
        assertThat(new UndoList<>(expected)).isEqualTo(expected);
    }

    @Test
    void aDequeIsAnArrayDeque() {
        Queue<Integer> expected = new ArrayDeque<>();
        Queue<Integer> actual = new UndoDeque<>();
        for (int i = 0; i < STEPS; i++) {
            int value = any(KEYS);
            switch (any(9)) {
                case 0, 1 -> both(expected, actual, queue -> queue.add(value));
                case 2 -> both(expected, actual, queue -> queue.offer(value));
                case 3 -> both(expected, actual, Queue::remove);
                case 4 -> both(expected, actual, queue -> String.valueOf(queue.poll()));
                case 5 -> both(expected, actual, queue -> queue.element() + " " + queue.peek());
                case 6 -> both(expected, actual, queue -> queue.removeIf(one -> one == value));
                case 7 -> both(expected, actual, queue -> queue.remove(value) + " " + queue.contains(value));
                default -> both(expected, actual, queue -> queue.addAll(List.of(value, value / 2)));
            }
            assertThat(actual).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aDequeHasTwoEnds() {
        ArrayDeque<Integer> expected = new ArrayDeque<>();
        UndoDeque<Integer> actual = new UndoDeque<>();
        for (int i = 0; i < STEPS; i++) {
            if (any(2) == 0) {
                expected.addLast(i);
                actual.addLast(i);
            } else {
                assertThat(actual.peekLast()).isEqualTo(expected.peekLast());
                assertThat(actual.pollLast()).isEqualTo(expected.pollLast());
            }
            assertThat(actual).containsExactlyElementsOf(expected);
        }
    }

    /** Also for a HashMap, whose order nobody may rely on. */
    @Test
    void aMapIsALinkedHashMapWithTheSameOrder() {
        Map<Integer, Integer> expected = new LinkedHashMap<>();
        Map<Integer, Integer> actual = new UndoMap<>();
        for (int i = 0; i < STEPS; i++) {
            change(expected, actual);
            assertThat(List.copyOf(actual.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
            assertThat(actual).hasSameHashCodeAs(expected).hasToString(expected.toString());
        }
        assertThat(new UndoMap<>(expected)).isEqualTo(new HashMap<>(expected));
    }

    private <M extends Map<Integer, Integer>> void change(M expected, M actual) {
        int key = any(KEYS);
        int value = any(100);
        switch (any(13)) {
            case 0, 1 -> both(expected, actual, map -> String.valueOf(map.put(key, value)));
            case 2 -> both(expected, actual, map -> String.valueOf(map.putIfAbsent(key, value)));
            case 3 -> both(expected, actual, map -> String.valueOf(map.remove(key)));
            case 4 -> both(expected, actual, map -> map.remove(key, value));
            case 5 -> both(expected, actual, map -> map.computeIfAbsent(key, k -> k + value));
            case 6 -> both(expected, actual, map -> String.valueOf(map.computeIfPresent(key, (k, v) -> null)));
            case 7 -> both(expected, actual, map -> map.merge(key, value, Integer::sum));
            case 8 -> both(expected, actual, map -> map.values().removeIf(v -> v == value));
            case 9 -> both(expected, actual, map -> map.keySet().remove(key));
            case 10 ->
                both(expected, actual, map -> {
                    Iterator<Map.Entry<Integer, Integer>> entries =
                            map.entrySet().iterator();
                    if (entries.hasNext()) {
                        entries.next();
                        entries.remove();
                    }
                    return map.size();
                });
            case 11 -> both(expected, actual, map -> map.getOrDefault(key, -1) + " " + map.containsKey(key));
            default ->
                both(expected, actual, map -> {
                    if (value == 0) {
                        map.clear();
                    }
                    return map.isEmpty();
                });
        }
    }

    @Test
    void aValueSetThroughAnEntryIsTheMaps() {
        Map<Integer, Integer> map = new UndoMap<>(Map.of(1, 2));
        map.entrySet().iterator().next().setValue(3);
        map.replaceAll((key, value) -> value + key);

        assertThat(map).isEqualTo(Map.of(1, 4));
    }

    @Test
    void aSortedMapIsATreeMapAndFindsTheSameNeighbours() {
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        UndoSortedMap<Integer, Integer> actual = new UndoSortedMap<>();
        for (int i = 0; i < STEPS; i++) {
            change(expected, actual);
            int key = any(KEYS + 2) - 1;
            assertThat(entries(actual.floorEntry(key), actual.ceilingEntry(key), actual.higherEntry(key)))
                    .isEqualTo(
                            entries(expected.floorEntry(key), expected.ceilingEntry(key), expected.higherEntry(key)));
            assertThat(List.copyOf(actual.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
        }
        assertThat(new UndoSortedMap<>(expected)).isEqualTo(expected);
    }

    @SafeVarargs
    private static String entries(Map.Entry<Integer, Integer>... entries) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Integer, Integer> entry : entries) {
            text.append(entry).append(' ');
        }
        return text.toString();
    }

    @Test
    void aSetIsALinkedHashSetWithTheSameOrder() {
        Set<Integer> expected = new LinkedHashSet<>();
        Set<Integer> actual = new UndoSet<>();
        for (int i = 0; i < STEPS; i++) {
            int value = any(KEYS);
            switch (any(7)) {
                case 0, 1 -> both(expected, actual, set -> set.add(value));
                case 2 -> both(expected, actual, set -> set.remove(value));
                case 3 -> both(expected, actual, set -> set.addAll(List.of(value, value / 2)));
                case 4 -> both(expected, actual, set -> set.retainAll(List.of(value, 1, 2, 3, 4, 5)));
                case 5 -> both(expected, actual, set -> set.removeIf(one -> one > value));
                default -> both(expected, actual, set -> set.contains(value));
            }
            assertThat(List.copyOf(actual)).isEqualTo(List.copyOf(expected));
        }
        assertThat(new UndoSet<>(List.of(2, 1, 2))).containsExactly(2, 1);
    }

    @Test
    void anIdentityMapTellsEqualKeysApart() {
        IdentityHashMap<Object, Integer> expected = new IdentityHashMap<>();
        Map<Object, Integer> actual = new UndoIdentityMap<>();
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(List.of("k" + i % 3));
        }
        for (int i = 0; i < STEPS / 10; i++) {
            Object key = keys.get(any(KEYS));
            int value = any(100);
            switch (any(3)) {
                case 0, 1 -> both(expected, actual, map -> String.valueOf(map.put(key, value)));
                default -> both(expected, actual, map -> String.valueOf(map.remove(key)));
            }
            assertThat(actual).hasSameSizeAs(expected);
            assertThat(keys).allMatch(one -> Objects.equals(actual.get(one), expected.get(one)));
        }
    }

    @Test
    void aBitSetIsABitSet() {
        BitSet expected = new BitSet();
        UndoBitSet actual = new UndoBitSet(2);
        for (int i = 0; i < STEPS; i++) {
            int bit = any(200);
            switch (any(5)) {
                case 0, 1, 2 -> {
                    expected.set(bit);
                    actual.set(bit);
                }
                default -> {
                    expected.clear(bit);
                    actual.clear(bit);
                }
            }
            int from = any(260);
            assertThat(actual.nextClearBit(from)).isEqualTo(expected.nextClearBit(from));
            assertThat(actual.get(from)).isEqualTo(expected.get(from));
        }
    }
}
