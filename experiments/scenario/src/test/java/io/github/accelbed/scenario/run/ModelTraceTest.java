package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards what a comparison rests on: no step is lost, none ends the run, and equal ids mean equal memory. */
class ModelTraceTest {

    private static Scenario scenario(String steps) {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        String text = "scenario t\ntitle \"t\"\nrun\n" + steps + "expect\n  elapsed >= 0\n";
        return new ScenarioParser(vocabulary).parse("test.scn", text);
    }

    private static ModelTrace trace(String backend, String kernel, String steps) {
        return ModelTrace.of(scenario(steps), backend, KernelVersion.parse(kernel), CostTable.defaults());
    }

    private static List<StepTrace> mm(String steps) {
        return trace(Scenario.MM, "6.18", steps).steps();
    }

    private static List<String> answers(List<StepTrace> steps) {
        return steps.stream().map(step -> step.answer().text()).toList();
    }

    private static int id(List<StepTrace> steps, int step, String process, int page) {
        return steps.get(step).frames().ids(process, "b")[page];
    }

    @Test
    void parentAndChildShareAFrameUntilOneOfThemWrites() {
        List<StepTrace> steps = mm("""
                A: mmap b 2
                A: write b[0] 1
                A: fork B
                A: write b[0] 2
                B: read b[0]
                """);

        assertThat(answers(steps)).containsExactly("ok", "ok", "ok", "ok", "1");
        assertThat(id(steps, 0, "A", 0)).isEqualTo(Frames.ABSENT);
        assertThat(id(steps, 2, "A", 0)).isPositive().isEqualTo(id(steps, 1, "A", 0));
        assertThat(id(steps, 2, "B", 0)).isEqualTo(id(steps, 2, "A", 0));
        assertThat(id(steps, 3, "B", 0)).isEqualTo(id(steps, 2, "B", 0));
        assertThat(id(steps, 3, "A", 0)).isPositive().isNotEqualTo(id(steps, 3, "B", 0));
        assertThat(id(steps, 4, "A", 1)).isEqualTo(Frames.ABSENT);
    }

    @Test
    void untouchedPrivateMemoryThatIsReadIsTheZeroPage() {
        List<StepTrace> steps = mm("""
                A: mmap b 1
                A: read b[0]
                A: madvise b dontneed
                """);

        assertThat(id(steps, 1, "A", 0)).isEqualTo(Frames.ZERO);
        assertThat(id(steps, 2, "A", 0)).isEqualTo(Frames.ABSENT);
    }

    @Test
    void aParentIsBlockedAfterVforkAndItsChildIsListedWithTheSameMemory() {
        List<StepTrace> steps = mm("""
                A: mmap b 1
                A: write b[0] 1
                A: vfork B
                A: write b[0] 2
                B: read b[0]
                B: exec
                A: write b[0] 3
                """);

        assertThat(answers(steps)).containsExactly("ok", "ok", "ok", "blocked", "1", "ok", "ok");
        assertThat(steps.get(3).frames().processes()).containsExactly("A", "B");
        assertThat(id(steps, 3, "B", 0)).isPositive().isEqualTo(id(steps, 3, "A", 0));
        assertThat(id(steps, 5, "B", 0)).isEqualTo(Frames.ABSENT);
        assertThat(id(steps, 6, "A", 0)).isEqualTo(id(steps, 1, "A", 0));
    }

    @Test
    void theRunGoesOnBehindAStepThatFailsAndBindsNothing() {
        List<StepTrace> steps = mm("""
                A: mmap b 1 ro
                A: write b[0] 1
                A: munmap b
                A: read b[0]
                A: fork B
                B: exit
                B: exit
                A: mmap b 1
                """);

        assertThat(answers(steps)).containsExactly("ok", "SIGSEGV", "ok", "SIGSEGV", "ok", "ok", "ESRCH", "ok");
        assertThat(steps.get(6).frames().processes()).containsExactly("A");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps.get(6).frames().ids("B", "b"));
    }

    @Test
    void theBranchesOfAParAreTakenInWrittenOrderAndNotTriedAgain() {
        List<StepTrace> steps = mm("""
                A: mmap b 1
                A: vfork B
                par
                  A: write b[0] 1
                and
                  B: write b[0] 2
                  B: exit
                end
                A: read b[0]
                """);

        assertThat(answers(steps)).containsExactly("ok", "ok", "blocked", "ok", "ok", "2");
        assertThat(steps.get(2).step().actor()).isEqualTo("A");
    }

    @Test
    void onlyPrivateAnonymousMemoryIsCalledSo() {
        List<StepTrace> steps = mm("""
                A: mmap b 3
                A: munmap b[1]
                A: mmap s 1 shared
                A: mmap f 1 file F
                A: mremap b c
                """);
        Frames before = steps.get(3).frames();

        assertThat(before.buffers()).containsExactly("b", "s", "f");
        assertThat(List.of(
                        before.isPrivateAnonymous("A", "b", 0),
                        before.isPrivateAnonymous("A", "b", 1),
                        before.isPrivateAnonymous("A", "b", 2),
                        before.isPrivateAnonymous("A", "s", 0),
                        before.isPrivateAnonymous("A", "f", 0)))
                .containsExactly(true, false, true, false, false);
        assertThat(steps.get(4).frames().buffers()).containsExactly("b", "s", "f", "c");
        assertThat(answers(steps)).endsWith("ok");
        assertThat(steps.get(4).frames().isPrivateAnonymous("A", "b", 0)).isFalse();
        assertThat(steps.get(4).frames().isPrivateAnonymous("A", "c", 0)).isTrue();
    }

    @Test
    void aPageThatMovesKeepsItsFrameAndAPageInAProtNoneAreaIsPresent() {
        List<StepTrace> steps = mm("""
                A: mmap b 1
                A: write b[0] 1
                A: mprotect b none
                A: mremap b c
                """);

        assertThat(id(steps, 2, "A", 0)).isPositive().isEqualTo(id(steps, 1, "A", 0));
        assertThat(steps.get(3).frames().ids("A", "c")).containsExactly(id(steps, 1, "A", 0));
        assertThat(steps.get(3).frames().ids("A", "b")).containsExactly(Frames.ABSENT);
    }

    @Test
    void aQueueIsTracedOnItsRowAndARowThatLacksAStepSkips() {
        String steps = """
                A: mmap b 1
                A: open q
                A: map q b
                q: write b[0] 1
                A: read b[0]
                """;

        assertThat(answers(trace("uacce", "6.18", steps).steps())).containsExactly("ok", "ok", "ok", "ok", "1");
        ModelTrace skipped = trace("odp", "6.18", steps + "A: start q\n");
        assertThat(skipped.skipped()).isNotBlank();
        assertThat(skipped.steps()).isEmpty();
    }

    @Test
    void aTraceDoesNotDependOnWhetherTheScenarioWasPrinted() {
        Scenario read = scenario("A: mmap b 2\nA: write b[1] \"x\"\nA: fork B\nB: write b[1] \"y\"\nB: read b[1]\n");
        Scenario again = new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), List.of()))
                .parse("again.scn", ScenarioPrinter.print(read));
        KernelVersion kernel = KernelVersion.parse("4.20");

        assertThat(shown(read, kernel)).hasSize(5).isEqualTo(shown(again, kernel));
    }

    private static List<String> shown(Scenario scenario, KernelVersion kernel) {
        return ModelTrace.of(scenario, Scenario.MM, kernel, CostTable.defaults()).steps().stream()
                .map(step -> step.answer() + " " + step.frames())
                .toList();
    }
}
