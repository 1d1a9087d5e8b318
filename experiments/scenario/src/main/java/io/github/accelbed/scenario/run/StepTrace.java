package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;

/**
 * One step of a traced run.
 *
 * @param step the step
 * @param answer what it answered, whether or not it binds a register
 * @param frames where memory was when the step was over
 */
public record StepTrace(Step step, Answer answer, Frames frames) {}
