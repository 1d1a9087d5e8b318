package io.github.accelbed.conformance;

import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.ReferenceStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;

/** What agreement is counted by: the step's word, and who does it where that is no process. */
final class StepKind {
    /** Where pages lie after a step, which is compared beside the step's answer. */
    static final String PHYSICAL_IDENTITY = "physical identity";

    private StepKind() {}

    /** Such as {@code madvise}, {@code device read} or {@code page reference write}. */
    static String of(Step step) {
        String word = Steps.word(step.getClass());
        if (step instanceof DeviceStep) {
            return "device " + word;
        }
        return step instanceof ReferenceStep ? "page reference " + word : word;
    }
}
