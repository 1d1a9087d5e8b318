package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.ArrayList}.
 *
 * @param <E> the elements
 */
public final class UndoList<E> extends AbstractList<E> implements RandomAccess {
    private static final int FIRST = 4;

    private @Nullable Object[] elements;
    private int size;

    /** An empty list. */
    public UndoList() {
        this(FIRST);
    }

    /**
     * An empty list.
     *
     * @param capacity how many elements are expected
     */
    public UndoList(int capacity) {
        elements = new Object[Math.max(1, capacity)];
    }

    /**
     * A list of what another collection holds.
     *
     * @param others the elements
     */
    public UndoList(Collection<? extends E> others) {
        elements = others.toArray();
        size = elements.length;
        if (size == 0) {
            elements = new Object[FIRST];
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public E get(int index) {
        return (E) elements[Objects.checkIndex(index, size)];
    }

    @Override
    public E set(int index, E element) {
        E old = get(index);
        elements[index] = element;
        return old;
    }

    @Override
    public void add(int index, E element) {
        Objects.checkIndex(index, size + 1);
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, 2 * size);
        }
        for (int i = size; i > index; i--) {
            elements[i] = elements[i - 1];
        }
        elements[index] = element;
        size++;
    }

    @Override
    public E remove(int index) {
        E old = get(index);
        size--;
        for (int i = index; i < size; i++) {
            elements[i] = elements[i + 1];
        }
        elements[size] = null;
        return old;
    }

    @Override
    public void clear() {
        while (size > 0) {
            elements[--size] = null;
        }
    }

    @Override
    public int size() {
        return size;
    }
}
