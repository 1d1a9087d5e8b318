package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractQueue;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.ArrayDeque}, as far as the model calls it: a queue, and its other end. No {@link java.util.Deque}, most of
 * whose methods are others under a second name.
 *
 * @param <E> the elements
 */
public final class UndoDeque<E> extends AbstractQueue<E> {
    private final UndoList<E> elements = new UndoList<>();

    @Override
    public boolean offer(E element) {
        return elements.add(element);
    }

    @Override
    public @Nullable E poll() {
        return elements.isEmpty() ? null : elements.remove(0);
    }

    @Override
    public @Nullable E peek() {
        return elements.isEmpty() ? null : elements.get(0);
    }

    /**
     * {@link java.util.ArrayDeque#addLast}.
     *
     * @param element the new last
     */
    public void addLast(E element) {
        elements.add(element);
    }

    /**
     * {@link java.util.ArrayDeque#pollLast}.
     *
     * @return the last, which is taken out, or null if there is none
     */
    public @Nullable E pollLast() {
        return elements.isEmpty() ? null : elements.remove(elements.size() - 1);
    }

    /**
     * {@link java.util.ArrayDeque#peekLast}.
     *
     * @return the last, or null if there is none
     */
    public @Nullable E peekLast() {
        return elements.isEmpty() ? null : elements.get(elements.size() - 1);
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
