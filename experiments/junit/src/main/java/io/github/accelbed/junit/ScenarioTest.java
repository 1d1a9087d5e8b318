package io.github.accelbed.junit;

import io.github.accelbed.explorer.Reduction;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a method a test of scenarios: one test a cell, named by its scenario, backend and kernel. A cell that does not meet its
 * expectations fails with the line, all outcomes and the steps that lead to the wrong ones; a cell that its backend does not offer is
 * aborted with the reason. What the method then does is up to it; it may take the {@code CellResult}, the {@code ScenarioResult} and the
 * {@code RunResult} as parameters, and may be empty.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ScenarioExtension.class)
public @interface ScenarioTest {
    /**
     * What to run.
     *
     * @return scenario files and directories of them, relative to the working directory, or names of built-in scenarios or of their
     *     folders; at least one
     */
    String[] files();

    /**
     * Whether to take every interleaving, and judge all outcomes.
     *
     * @return false for one plain run
     */
    boolean explore() default false;

    /**
     * Rows to run on.
     *
     * @return ids, or {@code all}; empty for the scenarios' own
     */
    String[] backends() default {};

    /**
     * Kernels to run on.
     *
     * @return versions such as {@code 6.1} or {@code 6.1.176}, ranges such as {@code 5.8..5.12}, or {@code all}; empty for the scenarios' own
     */
    String[] kernels() default {};

    /**
     * When to give up exploring a cell, which then fails as incomplete.
     *
     * @return {@code 500ms}, {@code 30s}, {@code 2m} or a number of schedules; empty for never
     */
    String budget() default "";

    /**
     * What an exploration need not visit twice.
     *
     * @return {@link Reduction#STATES} to count schedules, {@link Reduction#ORDERS} for all outcomes without counts
     */
    Reduction reduce() default Reduction.STATES;

    /**
     * Random schedules in place of all.
     *
     * @return how many of each cell; 0 for all
     */
    long random() default 0;

    /**
     * Seed of the random schedules.
     *
     * @return any number
     */
    long seed() default 1;

    /**
     * Whether expectations decide.
     *
     * @return false to leave the judgement of every cell, also of those that are not offered, to the method
     */
    boolean judge() default true;
}
