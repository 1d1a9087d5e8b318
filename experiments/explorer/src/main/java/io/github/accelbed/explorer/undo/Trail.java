package io.github.accelbed.explorer.undo;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stores of an explored world in the order in which they were made, each with the value it replaced. Going back is storing those again,
 * the last one first. In a world woven for it, the loads of the step at hand are noted too, and what it made.
 */
public final class Trail {
    private static final int FIRST = 1024;

    private boolean on;
    private int paused;
    private boolean storesBefore;
    private boolean loadsBefore;
    private @Nullable Object[] owners = new Object[FIRST];
    private int[] places = new int[FIRST];
    private long[] bits = new long[FIRST];
    private @Nullable Object[] refs = new Object[FIRST];
    private int top;

    private boolean loadsOn;
    private @Nullable Object[] loadOwners = new Object[FIRST];
    private int[] loadPlaces = new int[FIRST];
    private int loads;
    private @Nullable Object[] madeObjects = new Object[FIRST];
    private int made;

    /**
     * Begins to note stores.
     *
     * @param withLoads whether loads are noted too
     */
    public void begin(boolean withLoads) {
        on = true;
        loadsOn = withLoads;
        top = 0;
        forgetLoads();
    }

    /**
     * Begins or stops to note loads.
     *
     * @param withLoads whether loads are noted from now on
     */
    public void noteLoads(boolean withLoads) {
        loadsOn = withLoads;
    }

    /** Notes nothing until {@link #resume}: what a class does when it is initialized outlives every step. */
    public void pause() {
        if (paused++ == 0) {
            storesBefore = on;
            loadsBefore = loadsOn;
            on = false;
            loadsOn = false;
        }
    }

    /** Ends one {@link #pause}. */
    public void resume() {
        if (--paused == 0) {
            on = storesBefore;
            loadsOn = loadsBefore;
        }
    }

    /**
     * A store to come.
     *
     * @param owner the object or array
     * @param place the field's number, or the element's index
     * @param oldBits what is there now, if of a primitive type
     * @param oldRef what is there now, if a reference
     */
    public void store(Object owner, int place, long oldBits, @Nullable Object oldRef) {
        if (!on) {
            return;
        }
        if (top == owners.length) {
            owners = Arrays.copyOf(owners, 2 * top);
            places = Arrays.copyOf(places, 2 * top);
            bits = Arrays.copyOf(bits, 2 * top);
            refs = Arrays.copyOf(refs, 2 * top);
        }
        owners[top] = owner;
        places[top] = place;
        bits[top] = oldBits;
        refs[top++] = oldRef;
    }

    /**
     * A load.
     *
     * @param owner the object or array
     * @param place the field's number, or the element's index
     */
    public void load(Object owner, int place) {
        if (!loadsOn) {
            return;
        }
        if (loads == loadOwners.length) {
            loadOwners = Arrays.copyOf(loadOwners, 2 * loads);
            loadPlaces = Arrays.copyOf(loadPlaces, 2 * loads);
        }
        loadOwners[loads] = owner;
        loadPlaces[loads++] = place;
    }

    /**
     * How many stores are noted.
     *
     * @return a mark to go back to
     */
    public int mark() {
        return top;
    }

    /**
     * What was stored into.
     *
     * @param store its number, from 0 up to {@link #mark()}
     * @return the object or array
     */
    public Object owner(int store) {
        return notNull(owners[store]);
    }

    /**
     * Where it was stored.
     *
     * @param store its number, from 0 up to {@link #mark()}
     * @return the field's number or the element's index
     */
    public int place(int store) {
        return places[store];
    }

    /**
     * What was there before.
     *
     * @param store its number, from 0 up to {@link #mark()}
     * @return a value of a primitive type, widened
     */
    public long oldBits(int store) {
        return bits[store];
    }

    /**
     * What was there before.
     *
     * @param store its number, from 0 up to {@link #mark()}
     * @return a reference
     */
    public @Nullable Object oldRef(int store) {
        return refs[store];
    }

    /**
     * Takes back all stores from a mark on.
     *
     * @param mark an earlier {@link #mark()}
     */
    public void undoTo(int mark) {
        while (top > mark) {
            Object owner = notNull(owners[--top]);
            if (owner instanceof Undoable object) {
                object.undo$set(places[top], bits[top], refs[top]);
            } else {
                restore(owner, places[top], bits[top], refs[top]);
            }
            owners[top] = null;
            refs[top] = null;
        }
    }

    private static void restore(Object array, int index, long old, @Nullable Object ref) {
        if (array instanceof Object[] elements) {
            @Nullable Object[] nullable = elements;
            nullable[index] = ref;
        } else if (array instanceof long[] longs) {
            longs[index] = old;
        } else if (array instanceof int[] ints) {
            ints[index] = (int) old;
        } else if (array instanceof byte[] bytes) {
            bytes[index] = (byte) old;
        } else {
            ((boolean[]) array)[index] = old != 0;
        }
    }

    /**
     * An object or array was made.
     *
     * @param object it
     */
    public void made(Object object) {
        if (!loadsOn) {
            return;
        }
        if (made == madeObjects.length) {
            madeObjects = Arrays.copyOf(madeObjects, 2 * made);
        }
        madeObjects[made++] = object;
    }

    /** Forgets what was loaded and made so far. */
    public void forgetLoads() {
        Arrays.fill(loadOwners, 0, loads, null);
        loads = 0;
        Arrays.fill(madeObjects, 0, made, null);
        made = 0;
    }

    /**
     * How many objects and arrays were made.
     *
     * @return 0 or more
     */
    public int made() {
        return made;
    }

    /**
     * What was made.
     *
     * @param number from 0; the same one may be there twice
     * @return the object or array
     */
    public Object made(int number) {
        return notNull(madeObjects[number]);
    }

    /**
     * How many loads are noted.
     *
     * @return 0 or more
     */
    public int loads() {
        return loads;
    }

    /**
     * What was loaded from.
     *
     * @param load its number, from 0
     * @return the object or array
     */
    public Object loadOwner(int load) {
        return notNull(loadOwners[load]);
    }

    /**
     * Where it was loaded from.
     *
     * @param load its number, from 0
     * @return the field's number or the element's index
     */
    public int loadPlace(int load) {
        return loadPlaces[load];
    }

    private static Object notNull(@Nullable Object object) {
        return Objects.requireNonNull(object, "beyond the trail");
    }
}
