package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.HashMap} and {@link java.util.LinkedHashMap}: entries in the order in which their keys came.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public class UndoMap<K, V> extends AbstractMap<K, V> {
    private final UndoList<K> keys = new UndoList<>();
    private final UndoList<V> values = new UndoList<>();

    /** An empty map. */
    public UndoMap() {}

    /**
     * An empty map.
     *
     * @param capacity of no meaning here
     */
    public UndoMap(int capacity) {}

    /**
     * A map of what another holds.
     *
     * @param others the entries
     */
    @SuppressWarnings("this-escape")
    public UndoMap(Map<? extends K, ? extends V> others) {
        putAll(others);
    }

    /**
     * Whether two keys are the same.
     *
     * @param a one
     * @param b the other
     * @return true if so
     */
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return Objects.equals(a, b);
    }

    /** Where a key is, or -1. */
    int find(@Nullable Object key) {
        for (int i = 0; i < keys.size(); i++) {
            if (same(keys.get(i), key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public final @Nullable V get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : values.get(at);
    }

    @Override
    public final boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    public final @Nullable V put(K key, V value) {
        int at = find(key);
        if (at >= 0) {
            return values.set(at, value);
        }
        int place = place(key);
        keys.add(place, key);
        values.add(place, value);
        return null;
    }

    /** Where a key belongs that is not there yet. */
    int place(K key) {
        return keys.size();
    }

    final K key(int at) {
        return keys.get(at);
    }

    final Entry<K, V> entryAt(int at) {
        return new Through(keys.get(at));
    }

    @Override
    public final @Nullable V remove(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : removeAt(at);
    }

    private V removeAt(int at) {
        keys.remove(at);
        return values.remove(at);
    }

    @Override
    public final void clear() {
        keys.clear();
        values.clear();
    }

    @Override
    public final int size() {
        return keys.size();
    }

    @Override
    public final Set<Entry<K, V>> entrySet() {
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
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return entryAt(next++);
        }

        @Override
        public void remove() {
            removeAt(--next);
        }
    }

    /** An entry whose value is the map's. */
    private final class Through implements Entry<K, V> {
        private final K key;

        Through(K key) {
            this.key = key;
        }

        @Override
        public K getKey() {
            return key;
        }

        @Override
        public V getValue() {
            return values.get(find(key));
        }

        @Override
        public V setValue(V value) {
            return values.set(find(key), value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry<?, ?> entry
                    && Objects.equals(key, entry.getKey())
                    && Objects.equals(getValue(), entry.getValue());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(key) ^ Objects.hashCode(getValue());
        }

        @Override
        public String toString() {
            return key + "=" + getValue();
        }
    }
}
