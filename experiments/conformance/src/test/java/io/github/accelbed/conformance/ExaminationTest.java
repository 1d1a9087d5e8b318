package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.conformance.agent.KernelFrames;
import io.github.accelbed.conformance.agent.KernelStep;
import io.github.accelbed.conformance.agent.KernelStep.Outcome;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.run.ModelTrace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guards against agreement that was never compared: what the kernel is said to have answered is written here by hand. */
class ExaminationTest {
    private static final AgentAbilities ALL =
            new AgentAbilities(true, true, null, false, true, true, true, null, 8, 0, false, 0, 0, 0, false);

    private static KernelStep answered(Answer answer) {
        return new KernelStep(Outcome.ANSWERED, answer, List.of());
    }

    private static KernelStep ok() {
        return answered(Symbol.OK);
    }

    private static Examination examine(String backend, String steps, KernelStep... kernel)
            throws NotCarriedOutException {
        Scenario scenario = Scenarios.of(steps);
        ModelTrace model = ModelTrace.of(scenario, backend, KernelVersion.parse("6.18"), CostTable.defaults());
        return Examination.of(
                scenario, Translation.of(scenario, Counterpart.STAND_IN, ALL), model.steps(), List.of(kernel));
    }

    @Test
    void equalAnswersAgreeAndAreCountedByTheirKind() throws NotCarriedOutException {
        Examination examination =
                examine("mm", """
                A: mmap b 1
                A: write b[0] 7
                A: read b[0] -> r
                A: read b[0] -> s
                """, ok(), ok(), answered(new IntegerValue(7)), answered(new IntegerValue(7)));

        assertThat(examination.differs()).isFalse();
        assertThat(examination.agreement().counts())
                .isEqualTo(
                        Map.of("mmap", new KindCount(1, 0), "write", new KindCount(1, 0), "read", new KindCount(2, 0)));
    }

    @Test
    void theFirstOtherAnswerEndsTheComparison() throws NotCarriedOutException {
        Examination examination =
                examine("mm", """
                A: mmap b 1
                A: read b[0] -> r
                A: read b[0] -> s
                """, ok(), answered(new Symbol("SIGSEGV")), answered(new Symbol("SIGSEGV")));

        assertThat(examination.differs()).isTrue();
        assertThat(examination.steps())
                .hasSize(2)
                .last()
                .isEqualTo(new SideBySide("A: read b[0] -> r", "0", "SIGSEGV", ""));
        assertThat(examination.agreement().counts()).containsEntry("read", new KindCount(0, 1));
    }

    @Test
    void aStepThatHungDiffersFromAnyAnswer() throws NotCarriedOutException {
        Examination examination = examine("mm", "A: mmap b 1\n", new KernelStep(Outcome.HUNG, null, List.of()));

        assertThat(examination.steps()).containsExactly(new SideBySide("A: mmap b 1", "ok", "no answer", ""));
        assertThat(examination.differs()).isTrue();
    }

    @Test
    void aPageInAnotherPlaceDiffersThoughTheAnswersAgree() throws NotCarriedOutException {
        KernelStep copied = new KernelStep(
                Outcome.ANSWERED, Symbol.OK, List.of(new KernelFrames("A", "b", 5), new KernelFrames("B", "b", 6)));
        Examination examination = examine("mm", """
                A: mmap b 1
                A: write b[0] 7
                A: fork B
                """, ok(), ok(), copied);

        assertThat(examination.steps())
                .last()
                .isEqualTo(new SideBySide(
                        "A: fork B", "ok", "ok", "B b[0] and A b[0] are one page in the model, two in the kernel"));
        assertThat(examination.agreement().counts())
                .containsEntry("fork", new KindCount(1, 0))
                .containsEntry("physical identity", new KindCount(0, 1));
    }

    @Test
    void whatSetsAQueueUpIsNotCounted() throws NotCarriedOutException {
        Examination examination = examine("uacce", """
                A: mmap b 1
                A: open q
                A: map q b
                q: read b[0] -> r
                """, ok(), ok(), answered(new IntegerValue(0)));

        assertThat(examination.differs()).isFalse();
        assertThat(examination.agreement().counts()).containsOnlyKeys("mmap", "device read");
    }

    @Test
    void afterAWriteThatOnlyTheModelTookNothingIsCompared() throws NotCarriedOutException {
        Examination examination = examine(
                "uacce",
                """
                A: mmap b 1
                A: open q
                q: write b[0] 7
                A: read b[0] -> r
                """,
                ok(),
                ok(),
                new KernelStep(Outcome.NOT_CARRIED_OUT, null, List.of()),
                answered(new IntegerValue(0)));

        assertThat(examination.differs()).isFalse();
        assertThat(examination.notCarriedOut())
                .containsExactly("device access: the process of the queue is gone, or the device is closed");
        assertThat(examination.steps()).hasSize(3);
        assertThat(examination.agreement().counts()).containsOnlyKeys("mmap");
    }
}
