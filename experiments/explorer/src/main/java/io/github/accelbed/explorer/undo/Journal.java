package io.github.accelbed.explorer.undo;

import org.jspecify.annotations.Nullable;

/**
 * What woven code calls before it stores or loads. Each loader has its own copy of this class, so that worlds in different loaders have
 * trails of their own and the address of the trail is a constant to the compiler.
 */
public final class Journal {
    /** The trail of all worlds of this loader, of which one at a time is explored. */
    public static final Trail TRAIL = new Trail();

    private Journal() {}

    /**
     * Before a store to a field of a primitive type.
     *
     * @param owner the object
     * @param field the field's number
     * @param old its value, widened
     */
    public static void field(Object owner, int field, long old) {
        TRAIL.store(owner, field, old, null);
    }

    /**
     * Before a store to a field that holds a reference.
     *
     * @param owner the object
     * @param field the field's number
     * @param old its value
     */
    public static void field(Object owner, int field, @Nullable Object old) {
        TRAIL.store(owner, field, 0, old);
    }

    /**
     * Stores a reference.
     *
     * @param array where
     * @param index at which element
     * @param value what
     */
    public static void store(@Nullable Object[] array, int index, @Nullable Object value) {
        TRAIL.store(array, index, 0, array[index]);
        array[index] = value;
    }

    /**
     * Stores a long.
     *
     * @param array where
     * @param index at which element
     * @param value what
     */
    public static void store(long[] array, int index, long value) {
        TRAIL.store(array, index, array[index], null);
        array[index] = value;
    }

    /**
     * Stores an int.
     *
     * @param array where
     * @param index at which element
     * @param value what
     */
    public static void store(int[] array, int index, int value) {
        TRAIL.store(array, index, array[index], null);
        array[index] = value;
    }

    /**
     * Stores a byte or a boolean, which one instruction does.
     *
     * @param array where
     * @param index at which element
     * @param value what
     */
    public static void store(Object array, int index, int value) {
        if (array instanceof byte[] bytes) {
            TRAIL.store(bytes, index, bytes[index], null);
            bytes[index] = (byte) value;
        } else {
            boolean[] booleans = (boolean[]) array;
            TRAIL.store(booleans, index, booleans[index] ? 1 : 0, null);
            booleans[index] = (value & 1) != 0;
        }
    }

    /**
     * Before a load.
     *
     * @param owner the object or array
     * @param place the field's number or the element's index
     */
    public static void load(Object owner, int place) {
        TRAIL.load(owner, place);
    }

    /**
     * After an object or array was made.
     *
     * @param object it
     */
    public static void made(Object object) {
        TRAIL.made(object);
    }

    /** Before a class is initialized. */
    public static void initializing() {
        TRAIL.pause();
    }

    /** After a class was initialized. */
    public static void initialized() {
        TRAIL.resume();
    }
}
