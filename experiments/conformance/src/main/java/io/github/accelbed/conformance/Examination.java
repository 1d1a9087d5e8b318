package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.KernelStep;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.KsmStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.run.StepTrace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on both sides, step by step, up to the first difference (what follows one is only its consequence) or the first
 * write that only the model could take.
 *
 * @param agreement the steps compared
 * @param notCarriedOut why only the model took a step, once for each such step
 * @param steps both answers; the last one differs if {@link #differs()}
 */
record Examination(Agreement agreement, List<String> notCarriedOut, List<SideBySide> steps) {
    /** In place of an answer that is not compared. */
    static final String NOTHING = "-";

    Examination {
        notCarriedOut = List.copyOf(notCarriedOut);
        steps = List.copyOf(steps);
    }

    boolean differs() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).differs();
    }

    /**
     * Compares what both sides answered.
     *
     * @param scenario what was run
     * @param translation how it was given to the kernel
     * @param model the model's steps, all of them
     * @param kernel the kernel's, those that were sent; fewer if one hung
     */
    static Examination of(Scenario scenario, Translation translation, List<StepTrace> model, List<KernelStep> kernel) {
        Agreement agreement = new Agreement();
        PhysicalIdentity identity = new PhysicalIdentity();
        Set<String> huge = hugeBuffers(scenario);
        List<SideBySide> steps = new ArrayList<>();
        List<String> notCarriedOut = new ArrayList<>();
        Iterator<KernelStep> answers = kernel.iterator();
        for (int i = 0; i < model.size(); i++) {
            StepTrace trace = model.get(i);
            KernelStep step = translation.sent().get(i) ? answers.next() : null;
            String answer = step == null || standIn(trace.step(), translation.counterpart()) ? NOTHING : text(step);
            if (step != null && step.outcome() == KernelStep.Outcome.NOT_CARRIED_OUT) {
                notCarriedOut.add(why(trace.step()));
            }
            boolean apart = onlyModelWrote(trace, step);
            String moved = apart ? null : moved(identity, huge, trace, step);
            SideBySide both = new SideBySide(
                    ScenarioPrinter.print(scenario, trace.step()),
                    trace.answer().text(),
                    answer,
                    moved == null ? "" : moved);
            steps.add(both);
            if (!answer.equals(NOTHING)) {
                agreement.count(StepKind.of(trace.step(), translation.counterpart(), answer), both.sameAnswer());
            }
            if (step != null && !step.frames().isEmpty() && !apart) {
                agreement.count(StepKind.PHYSICAL_IDENTITY, moved == null);
            }
            if (both.differs() || apart) {
                break;
            }
        }
        return new Examination(agreement, notCarriedOut, steps);
    }

    private static @Nullable String moved(
            PhysicalIdentity identity, Set<String> huge, StepTrace trace, @Nullable KernelStep step) {
        if (step == null || step.frames().isEmpty()) {
            return null;
        }
        return identity.difference(
                Placement.of(trace.frames(), huge), Placement.of(step, huge), !(trace.step() instanceof KsmStep));
    }

    /**
     * Buffers that ask for huge pages. Whether they get any is the kernel's choice at that moment, and the model has no huge zero page: of
     * them only answers are compared.
     */
    private static Set<String> hugeBuffers(Scenario scenario) {
        Set<String> huge = new HashSet<>();
        scenario.steps().forEach(step -> {
            if (step instanceof MmapStep mmap && mmap.huge()) {
                huge.add(mmap.buffer().text());
            } else if (step instanceof MremapStep mremap
                    && huge.contains(mremap.buffer().text())) {
                huge.add(mremap.target().text());
            }
        });
        return huge;
    }

    private static String text(KernelStep step) {
        Answer answer = step.answer();
        if (answer != null) {
            return answer.text();
        }
        return step.outcome() == KernelStep.Outcome.HUNG ? "no answer" : NOTHING;
    }

    private static String why(Step step) {
        if (step instanceof DeviceStep) {
            return "device access: the process of the queue is gone, or the device is closed";
        }
        return step instanceof PinStep pin
                ? pin.access() == Right.RO
                        ? "pin ro: gup_test has one pin at a time"
                        : "pin: io_uring keeps no pin of a file up to 6.4, and none beyond the user's RLIMIT_MEMLOCK"
                : "page reference: only a process that waits in vfork holds it, or none";
    }

    /** After that both sides have different memory, and nothing more can be compared. */
    private static boolean onlyModelWrote(StepTrace trace, @Nullable KernelStep step) {
        return step != null
                && step.outcome() == KernelStep.Outcome.NOT_CARRIED_OUT
                && (trace.answer().equals(Symbol.OK) || trace.step() instanceof PinStep);
    }

    /** What only starts or ends a queue's stand-in says nothing about the kernel. */
    private static boolean standIn(Step step, Counterpart counterpart) {
        return counterpart == Counterpart.STAND_IN && (step instanceof OpenStep || step instanceof CloseStep);
    }
}
