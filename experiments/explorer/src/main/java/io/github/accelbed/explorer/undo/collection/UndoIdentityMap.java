package io.github.accelbed.explorer.undo.collection;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.IdentityHashMap}.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class UndoIdentityMap<K, V> extends UndoMap<K, V> {

    @Override
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b;
    }
}
