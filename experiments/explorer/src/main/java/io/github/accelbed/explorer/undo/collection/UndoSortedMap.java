package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.TreeMap} with keys in their natural order. Of the views of a part, {@link #tailMap} is there for reading
 * only; those that no model asks for are refused.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class UndoSortedMap<K extends Comparable<K>, V> extends AbstractMap<K, V> implements NavigableMap<K, V> {
    private final UndoList<K> keys = new UndoList<>();
    private final UndoList<V> values = new UndoList<>();

    /** An empty map. */
    public UndoSortedMap() {}

    /**
     * A map of what another holds.
     *
     * @param others the entries
     */
    @SuppressWarnings("this-escape")
    public UndoSortedMap(Map<? extends K, ? extends V> others) {
        putAll(others);
    }

    /** How many keys are less than this one. */
    private int below(K key) {
        int low = 0;
        int high = keys.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.get(middle).compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean at(int index, K key) {
        return index < keys.size() && keys.get(index).compareTo(key) == 0;
    }

    /** Where a key is, or -1. */
    @SuppressWarnings("unchecked")
    private int find(Object key) {
        K typed = (K) key;
        int index = below(typed);
        return at(index, typed) ? index : -1;
    }

    /** How many keys are this one or less. */
    private int upTo(K key) {
        int index = below(key);
        return at(index, key) ? index + 1 : index;
    }

    private @Nullable Entry<K, V> entry(int index) {
        return index < 0 || index >= keys.size() ? null : Map.entry(keys.get(index), values.get(index));
    }

    private @Nullable K key(int index) {
        return index < 0 || index >= keys.size() ? null : keys.get(index);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        int index = find(Objects.requireNonNull(key));
        return index < 0 ? null : values.get(index);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(Objects.requireNonNull(key)) >= 0;
    }

    @Override
    public @Nullable V put(K key, V value) {
        int index = below(key);
        if (at(index, key)) {
            return values.set(index, value);
        }
        keys.add(index, key);
        values.add(index, value);
        return null;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        int index = find(Objects.requireNonNull(key));
        if (index < 0) {
            return null;
        }
        keys.remove(index);
        return values.remove(index);
    }

    @Override
    public void clear() {
        keys.clear();
        values.clear();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<K, V>> {
        @Override
        public int size() {
            return keys.size();
        }

        @Override
        public Iterator<Entry<K, V>> iterator() {
            return new Cursor();
        }
    }

    private final class Cursor implements Iterator<Entry<K, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.size();
        }

        @Override
        public Entry<K, V> next() {
            Entry<K, V> found = entry(next);
            if (found == null) {
                throw new NoSuchElementException();
            }
            next++;
            return found;
        }

        @Override
        public void remove() {
            next--;
            keys.remove(next);
            values.remove(next);
        }
    }

    @Override
    public @Nullable Entry<K, V> lowerEntry(K key) {
        return entry(below(key) - 1);
    }

    @Override
    public @Nullable K lowerKey(K key) {
        return key(below(key) - 1);
    }

    @Override
    public @Nullable Entry<K, V> floorEntry(K key) {
        return entry(upTo(key) - 1);
    }

    @Override
    public @Nullable K floorKey(K key) {
        return key(upTo(key) - 1);
    }

    @Override
    public @Nullable Entry<K, V> ceilingEntry(K key) {
        return entry(below(key));
    }

    @Override
    public @Nullable K ceilingKey(K key) {
        return key(below(key));
    }

    @Override
    public @Nullable Entry<K, V> higherEntry(K key) {
        return entry(upTo(key));
    }

    @Override
    public @Nullable K higherKey(K key) {
        return key(upTo(key));
    }

    @Override
    public @Nullable Entry<K, V> firstEntry() {
        return entry(0);
    }

    @Override
    public @Nullable Entry<K, V> lastEntry() {
        return entry(keys.size() - 1);
    }

    @Override
    public @Nullable Entry<K, V> pollFirstEntry() {
        return poll(0);
    }

    @Override
    public @Nullable Entry<K, V> pollLastEntry() {
        return poll(keys.size() - 1);
    }

    private @Nullable Entry<K, V> poll(int index) {
        Entry<K, V> polled = entry(index);
        if (polled != null) {
            keys.remove(index);
            values.remove(index);
        }
        return polled;
    }

    @Override
    public K firstKey() {
        return present(key(0));
    }

    @Override
    public K lastKey() {
        return present(key(keys.size() - 1));
    }

    private static <T> T present(@Nullable T key) {
        if (key == null) {
            throw new NoSuchElementException();
        }
        return key;
    }

    @Override
    public NavigableMap<K, V> tailMap(K from, boolean inclusive) {
        UndoSortedMap<K, V> tail = new UndoSortedMap<>();
        for (int i = inclusive ? below(from) : upTo(from); i < keys.size(); i++) {
            tail.put(keys.get(i), values.get(i));
        }
        return tail;
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return tailMap(from, true);
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public NavigableMap<K, V> descendingMap() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<K> navigableKeySet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableSet<K> descendingKeySet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> subMap(K from, boolean withFrom, K to, boolean withTo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NavigableMap<K, V> headMap(K to, boolean inclusive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        throw new UnsupportedOperationException();
    }
}
