package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.HashSet} and {@link java.util.LinkedHashSet}: elements in the order in which they came.
 *
 * @param <E> the elements
 */
public final class UndoSet<E> extends AbstractSet<E> {
    private final UndoList<E> elements = new UndoList<>();

    /** An empty set. */
    public UndoSet() {}

    /**
     * A set of what a collection holds.
     *
     * @param others the elements
     */
    @SuppressWarnings("this-escape")
    public UndoSet(Collection<? extends E> others) {
        addAll(others);
    }

    @Override
    public boolean add(E element) {
        return !contains(element) && elements.add(element);
    }

    @Override
    public boolean contains(@Nullable Object element) {
        for (int i = 0; i < elements.size(); i++) {
            if (Objects.equals(elements.get(i), element)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<E> iterator() {
        return elements.iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }
}
