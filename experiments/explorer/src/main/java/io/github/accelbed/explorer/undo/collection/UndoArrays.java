package io.github.accelbed.explorer.undo.collection;

import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The methods of {@link java.util.Arrays} and {@link System} that store into arrays, as far as the model calls them. */
public final class UndoArrays {
    private UndoArrays() {}

    /**
     * {@link java.util.Arrays#fill(long[], long)}.
     *
     * @param array where
     * @param value what
     */
    public static void fill(long[] array, long value) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] != value) {
                array[i] = value;
            }
        }
    }

    /**
     * {@link java.util.Arrays#fill(Object[], Object)}.
     *
     * @param array where
     * @param value what
     */
    public static void fill(@Nullable Object[] array, @Nullable Object value) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] != value) {
                array[i] = value;
            }
        }
    }

    /**
     * {@link java.util.Arrays#setAll(int[], IntUnaryOperator)}.
     *
     * @param array where
     * @param value gives each element
     */
    public static void setAll(int[] array, IntUnaryOperator value) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value.applyAsInt(i);
        }
    }

    /**
     * {@link java.util.Arrays#setAll(long[], IntToLongFunction)}.
     *
     * @param array where
     * @param value gives each element
     */
    public static void setAll(long[] array, IntToLongFunction value) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value.applyAsLong(i);
        }
    }

    /**
     * {@link java.util.Arrays#setAll(Object[], IntFunction)}.
     *
     * @param array where
     * @param value gives each element
     * @param <T> their type
     */
    public static <T> void setAll(T[] array, IntFunction<? extends T> value) {
        for (int i = 0; i < array.length; i++) {
            array[i] = value.apply(i);
        }
    }

    /**
     * {@link System#arraycopy}, for arrays of the types that the model shifts elements in.
     *
     * @param from of longs, ints or references
     * @param fromIndex first to copy
     * @param to of the same type, or the same array
     * @param toIndex where the first goes
     * @param length how many
     */
    public static void arraycopy(Object from, int fromIndex, Object to, int toIndex, int length) {
        // Backwards where the target lies behind, so that an array moved within itself reads each element before it is
        // stored over.
        int first = fromIndex < toIndex ? length - 1 : 0;
        int by = fromIndex < toIndex ? -1 : 1;
        for (int left = length, i = first; left > 0; left--, i += by) {
            if (from instanceof long[] source && to instanceof long[] target) {
                target[toIndex + i] = source[fromIndex + i];
            } else if (from instanceof int[] source && to instanceof int[] target) {
                target[toIndex + i] = source[fromIndex + i];
            } else if (from instanceof Object[] source && to instanceof Object[] target) {
                target[toIndex + i] = source[fromIndex + i];
            } else {
                throw new IllegalArgumentException("cannot copy from " + from.getClass() + " to " + to.getClass());
            }
        }
    }
}
