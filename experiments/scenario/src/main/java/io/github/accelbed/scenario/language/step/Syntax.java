package io.github.accelbed.scenario.language.step;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a step is written behind its actor's colon, with the record's components in curly brackets. An option stands in square brackets; what
 * goes without saying is left out: null, false, the scenario's default device, and the word behind an equals sign.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Syntax {
    /**
     * The form, such as {@code close {queue} [{raw}]}.
     *
     * @return the step's word and its parts
     */
    String value();
}
