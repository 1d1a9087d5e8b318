package io.github.accelbed.model.mm;

import io.github.accelbed.model.Unwoven;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field, or the elements of the array in it, names frames. Which number a frame has is never observable, so two worlds that
 * differ in the numbers alone go on alike; exploration relies on that, and must know every place where a number is kept.
 */
@Unwoven
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Frames {

    /** How a frame is named. */
    enum Form {
        /** By its number; a negative one names none. */
        NUMBER,
        /**
         * By an entry of {@link Pte} that is {@link Pte#PRESENT} or {@link Pte#MIGRATION} and leads to no {@link Pte#TABLE}; others name
         * none.
         */
        ENTRY,
        /** By the index of an array's element, which is about the frame of that number. */
        INDEX,
        /** As {@link #INDEX}: flags, by which one can tell which frames are free. */
        FLAGS,
        /** As {@link #INDEX}; the element of a free frame is the number of the next free one, 0 for none. */
        FREE_LINK,
        /** By the number of the first free frame, 0 for none. */
        FREE_LIST
    }

    /**
     * How.
     *
     * @return the form
     */
    Form value();

    /**
     * Of {@link Form#FLAGS}, the bit of a free frame.
     *
     * @return a flag
     */
    int free() default 0;

    /**
     * Of {@link Form#FLAGS}, the bits of frames whose number is kept where no annotation can say so, such as the keys of a map.
     *
     * @return flags
     */
    int kept() default 0;
}
