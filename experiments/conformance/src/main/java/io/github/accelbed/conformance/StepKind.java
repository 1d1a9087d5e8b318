package io.github.accelbed.conformance;

import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.QueueStep;
import io.github.accelbed.scenario.language.step.ReferenceStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.util.regex.Pattern;

/** What agreement is counted by: the step's word, and who does it where that is no process. */
final class StepKind {
    /** Where pages lie after a step, which is compared beside the step's answer. */
    static final String PHYSICAL_IDENTITY = "physical identity";

    private static final Pattern SYMBOL = Pattern.compile("ok|blocked|no answer|[A-Z]+");

    private StepKind() {}

    /** As {@link #of(Step)}; for a real device with its row before and the kernel's answer behind, such as {@code vfio map EEXIST}. */
    static String of(Step step, Counterpart counterpart, String answer) {
        String kind = of(step);
        if (counterpart == Counterpart.STAND_IN || !(step instanceof QueueStep || step instanceof DeviceStep)) {
            return kind;
        }
        return counterpart.row() + " " + kind + " " + (SYMBOL.matcher(answer).matches() ? answer : "value");
    }

    /** Such as {@code madvise}, {@code device read} or {@code page reference write}. */
    static String of(Step step) {
        String word = Steps.word(step.getClass());
        if (step instanceof DeviceStep) {
            return "device " + word;
        }
        return step instanceof ReferenceStep ? "page reference " + word : word;
    }
}
