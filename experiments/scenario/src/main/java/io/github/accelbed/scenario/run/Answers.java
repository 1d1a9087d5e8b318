package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import org.jspecify.annotations.Nullable;

/** What becomes of the answers of a run. */
interface Answers {

    /** Whether {@code blocked} may be the step's answer, when nobody can go on. */
    boolean takesBlocked(Step step);

    /** Takes an answer; what it returns is why the run cannot go on, or null. */
    @Nullable
    String answered(Step step, Answer answer);
}
