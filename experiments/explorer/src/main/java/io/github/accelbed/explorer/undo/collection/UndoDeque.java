package io.github.accelbed.explorer.undo.collection;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.ArrayDeque}.
 *
 * @param <E> the elements
 */
public final class UndoDeque<E> extends AbstractCollection<E> implements Deque<E> {
    private final UndoList<E> elements = new UndoList<>();

    /** An empty deque. */
    public UndoDeque() {}

    /**
     * A deque of what a collection holds.
     *
     * @param others the elements
     */
    @SuppressWarnings("this-escape")
    public UndoDeque(Collection<? extends E> others) {
        addAll(others);
    }

    @Override
    public void addFirst(E element) {
        elements.add(0, element);
    }

    @Override
    public void addLast(E element) {
        elements.add(element);
    }

    @Override
    public boolean offerFirst(E element) {
        addFirst(element);
        return true;
    }

    @Override
    public boolean offerLast(E element) {
        return elements.add(element);
    }

    @Override
    public E removeFirst() {
        return present(pollFirst());
    }

    @Override
    public E removeLast() {
        return present(pollLast());
    }

    @Override
    public @Nullable E pollFirst() {
        return elements.isEmpty() ? null : elements.remove(0);
    }

    @Override
    public @Nullable E pollLast() {
        return elements.isEmpty() ? null : elements.remove(elements.size() - 1);
    }

    @Override
    public E getFirst() {
        return present(peekFirst());
    }

    @Override
    public E getLast() {
        return present(peekLast());
    }

    @Override
    public @Nullable E peekFirst() {
        return elements.isEmpty() ? null : elements.get(0);
    }

    @Override
    public @Nullable E peekLast() {
        return elements.isEmpty() ? null : elements.get(elements.size() - 1);
    }

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new NoSuchElementException();
        }
        return element;
    }

    @Override
    public boolean removeFirstOccurrence(@Nullable Object element) {
        return elements.remove(element);
    }

    @Override
    public boolean removeLastOccurrence(@Nullable Object element) {
        int at = elements.lastIndexOf(element);
        if (at >= 0) {
            elements.remove(at);
        }
        return at >= 0;
    }

    @Override
    public boolean add(E element) {
        return elements.add(element);
    }

    @Override
    public boolean offer(E element) {
        return elements.add(element);
    }

    @Override
    public E remove() {
        return removeFirst();
    }

    @Override
    public @Nullable E poll() {
        return pollFirst();
    }

    @Override
    public E element() {
        return getFirst();
    }

    @Override
    public @Nullable E peek() {
        return peekFirst();
    }

    @Override
    public void push(E element) {
        addFirst(element);
    }

    @Override
    public E pop() {
        return removeFirst();
    }

    @Override
    public Iterator<E> iterator() {
        return elements.iterator();
    }

    @Override
    public Iterator<E> descendingIterator() {
        List<E> reversed = new UndoList<>(elements);
        Collections.reverse(reversed);
        return Collections.unmodifiableList(reversed).iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }
}
