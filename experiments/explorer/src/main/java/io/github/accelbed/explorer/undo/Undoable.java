package io.github.accelbed.explorer.undo;

import org.jspecify.annotations.Nullable;

/**
 * What every woven class can do: tell and take back its fields by number. {@link Weaver} writes these methods; no source implements them.
 * A class's fields are numbered from 0, those of its woven superclasses first, in the order of declaration, static ones left out.
 */
public interface Undoable {

    /**
     * The number that the explored world gave the object.
     *
     * @return 0 for one that was made since the exploration began
     */
    int undo$id();

    /**
     * Numbers the object.
     *
     * @param id from 1
     */
    void undo$id(int id);

    /**
     * A field of a primitive type.
     *
     * @param field its number
     * @return its value, widened; 0 if it is a reference
     */
    long undo$bits(int field);

    /**
     * A field that holds a reference.
     *
     * @param field its number
     * @return what it refers to; null if it is of a primitive type
     */
    @Nullable
    Object undo$ref(int field);

    /**
     * Stores into a field that is not final, without a note.
     *
     * @param field its number
     * @param bits the value of a primitive type, widened
     * @param ref the value of a reference
     */
    void undo$set(int field, long bits, @Nullable Object ref);

    /**
     * What somebody noted about the object's class.
     *
     * @return what {@link #undo$kind(Object)} was given last for any object of this very class, or null
     */
    @Nullable
    Object undo$kind();

    /**
     * Notes something about the object's class.
     *
     * @param kind what
     */
    void undo$kind(Object kind);
}
