package io.github.accelbed.explorer.undo.collection;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.TreeMap} with keys in their natural order, as far as the model calls it: of a sorted map's own methods
 * those that find a neighbour. No {@link java.util.NavigableMap}, which would take a view in both directions and one of each part.
 *
 * @param <K> the keys, comparable; not bounded so, for the calls of woven code name {@code Object}
 * @param <V> the values
 */
public final class UndoSortedMap<K, V> extends UndoMap<K, V> {

    /** An empty map. */
    public UndoSortedMap() {}

    /**
     * A map of what another holds.
     *
     * @param others the entries
     */
    public UndoSortedMap(Map<? extends K, ? extends V> others) {
        super(others);
    }

    /** How many keys are less than this one. */
    private int below(K key) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(key(middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean at(int index, K key) {
        return index < size() && compare(key(index), key) == 0;
    }

    @SuppressWarnings("unchecked")
    private static <K> int compare(K left, K right) {
        return ((Comparable<K>) left).compareTo(right);
    }

    @Override
    @SuppressWarnings("unchecked")
    int find(@Nullable Object key) {
        K typed = (K) Objects.requireNonNull(key);
        int index = below(typed);
        return at(index, typed) ? index : -1;
    }

    @Override
    int place(K key) {
        return below(key);
    }

    private @Nullable Entry<K, V> entry(int index) {
        return index < 0 || index >= size() ? null : entryAt(index);
    }

    /**
     * {@link java.util.TreeMap#floorEntry}.
     *
     * @param key a key
     * @return the entry of the greatest key that is not greater
     */
    public @Nullable Entry<K, V> floorEntry(K key) {
        int index = below(key);
        return entry(at(index, key) ? index : index - 1);
    }

    /**
     * {@link java.util.TreeMap#ceilingEntry}.
     *
     * @param key a key
     * @return the entry of the least key that is not less
     */
    public @Nullable Entry<K, V> ceilingEntry(K key) {
        return entry(below(key));
    }

    /**
     * {@link java.util.TreeMap#higherEntry}.
     *
     * @param key a key
     * @return the entry of the least key that is greater
     */
    public @Nullable Entry<K, V> higherEntry(K key) {
        int index = below(key);
        return entry(at(index, key) ? index + 1 : index);
    }
}
