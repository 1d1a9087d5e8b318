package io.github.accelbed.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A figure or a note that no step decides by: the clock, counts of what happened, and what can be told from other fields. Two worlds that
 * differ in tallies alone go on alike; exploration relies on that.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Tally {
    /**
     * The counters of the scenario language that are computed from it, by their words.
     *
     * @return none if only reports of time or the cost of a run show it
     */
    String[] value() default {};
}
