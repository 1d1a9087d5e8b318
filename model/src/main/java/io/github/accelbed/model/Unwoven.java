package io.github.accelbed.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class in a {@link Woven} package, with those inside it, that explored worlds have in common with whoever explores them: a value that
 * the parsed scenario or the command line knows as well, a result, or what is learned over all orders of steps, which no step back
 * unlearns.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Unwoven {
    /**
     * Whether its word is taken that it never changes, as with an array of its own that nobody else sees, or that its changes are meant to
     * stay; of others every field is looked at.
     *
     * @return true if so
     */
    boolean trusted() default false;
}
