package io.github.accelbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.accelbed.explorer.text.HandMade;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Guards against a red cell that is green in JUnit, and a failure that does not say why. */
final class ScenarioTestTest {

    private static Events run(Class<?> subject) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(subject))
                .execute()
                .allEvents();
    }

    private static List<String> messages(Events events) {
        return events.finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .toList();
    }

    private static List<String> names(Stream<Event> events) {
        return events.map(event -> event.getTestDescriptor().getDisplayName()).toList();
    }

    static class AsWritten {
        @ScenarioTest(files = "src/test/scenarios/our-device")
        void passes() {}
    }

    @Test
    void everyCellIsATestNamedByScenarioBackendAndKernel() {
        Events events = run(AsWritten.class);

        assertThat(names(events.started().stream()))
                .containsSubsequence(
                        "our-device/write-against-read, uacce on 5.8",
                        "our-device/write-against-read, uacce on 6.18",
                        "our-device/write-against-read, vfio on 5.8",
                        "our-device/write-against-read, vfio on 6.18");
        assertThat(events.failed().count()).isZero();
    }

    static class Chosen {
        @ScenarioTest(files = "src/test/scenarios/our-device", backends = "vfio", kernels = "6.18")
        void passes() {}

        @ScenarioTest(
                files = "src/test/scenarios/wrong",
                backends = {"vfio", "odp"},
                kernels = "5.8")
        void fails() {}
    }

    @Test
    void anUnmetExpectationFailsItsCellWithTheLineTheOutcomeAndTheSteps() {
        Events events = run(Chosen.class);

        assertThat(names(events.failed().stream()))
                .contains("wrong/expects-too-much, vfio on 5.8")
                .doesNotContain("wrong/expects-too-much, odp on 5.8");
        assertThat(messages(events))
                .anySatisfy(message -> assertThat(message)
                        .contains(
                                "wrong/expects-too-much, vfio on 5.8: fail (src/test/scenarios/wrong/expects-too-much.scn)")
                        .contains("line 16 is not met: r0 = \"new\"")
                        .contains("outcome: r0 = old")
                        .containsPattern("13 \\| +\\| read buf\\[0] -> r0 = old"));
    }

    @Test
    void theFailureOnThePageIsTheOneThatIsSeen() throws IOException {
        String message = messages(run(Chosen.class)).get(0);

        assertThat(Files.readString(Path.of("../../docs/junit.md"))).contains("```\n" + message + "\n```");
    }

    static class Unjudged {
        @ScenarioTest(files = "src/test/scenarios/wrong", judge = false, kernels = "5.8")
        void takesWhateverComes(CellResult cell, ScenarioResult scenario, RunResult run) {
            assertThat(scenario.cells()).contains(cell);
            assertThat(run.scenarios()).containsExactly(scenario);
            assertThat(cell.status()).isEqualTo(cell.backend().equals("odp") ? CellStatus.PASS : CellStatus.FAIL);
        }
    }

    @Test
    void aMethodCanJudgeItselfByTheResultsThatItAsksFor() {
        Events events = run(Unjudged.class);

        assertThat(messages(events)).isEmpty();
        assertThat(events.succeeded().stream()
                        .filter(event -> event.getTestDescriptor().isTest()))
                .hasSize(2);
    }

    static class Mistaken {
        @ScenarioTest(files = "src/test/scenarios/our-devise")
        void noSuchFile() {}

        @ScenarioTest(files = "src/test/scenarios/our-device", backends = "vfoi")
        void noSuchBackend() {}

        @ScenarioTest(files = "src/test/scenarios/our-device", kernels = "5.20")
        void noSuchKernel() {}

        @ScenarioTest(files = "src/test/scenarios/our-device", explore = true, budget = "soon")
        void noBudget() {}

        @ScenarioTest(files = "src/test/scenarios/our-device", budget = "30s")
        void nothingToLimit() {}

        @ScenarioTest(files = {})
        void nothingToRun() {}
    }

    @Test
    void aMistakeInTheAnnotationIsOneMessageThatNamesTheMethod() {
        assertThat(messages(run(Mistaken.class)))
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .startsWith("@ScenarioTest of Mistaken.noSuchFile: 'src/test/scenarios/our-devise' is"
                                        + " no file, no directory and no built-in scenario"),
                        message -> assertThat(message)
                                .isEqualTo("@ScenarioTest of Mistaken.noSuchBackend: 'vfoi' is no backend; did you"
                                        + " mean 'vfio'?"),
                        message -> assertThat(message)
                                .startsWith(
                                        "@ScenarioTest of Mistaken.noSuchKernel: there is no kernel 5.20 here; the nearest known one is 5.19"),
                        message -> assertThat(message)
                                .startsWith("@ScenarioTest of Mistaken.noBudget: 'soon' is no budget"),
                        message -> assertThat(message)
                                .isEqualTo("@ScenarioTest of Mistaken.nothingToLimit: budget, random and reduce are of"
                                        + " no use without explore = true"),
                        message -> assertThat(message)
                                .isEqualTo("@ScenarioTest of Mistaken.nothingToRun: files is empty: name a file, a"
                                        + " directory or a built-in scenario"));
    }

    @Retention(RetentionPolicy.RUNTIME)
    @TestTemplate
    @ExtendWith(HandMadeCells.class)
    @interface Explored {}

    static final class HandMadeCells implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            RunResult run = HandMade.result();
            ScenarioResult scenario = run.scenarios().get(0);
            return scenario.cells().stream().map(cell -> new CellTest(true, run, scenario, cell));
        }
    }

    static class ExploredSubject {
        @Explored
        void exploredCells() {}
    }

    @Test
    void anExploredCellFailsWithTheTableAndTheColumnsOfWhatIsNotAsExpected() {
        Events events = run(ExploredSubject.class);

        assertThat(names(events.failed().stream()))
                .containsExactly(
                        "race/unmap-against-read, vfio on 5.8",
                        "race/unmap-against-read, vfio on 6.1",
                        "race/unmap-against-read, vfio on 6.18");
        assertThat(names(events.aborted().stream()))
                .containsExactly(
                        "race/unmap-against-read, odp on 5.8",
                        "race/unmap-against-read, odp on 6.1",
                        "race/unmap-against-read, odp on 6.18");
        assertThat(messages(events))
                .anySatisfy(message -> assertThat(message)
                        .contains("vfio on 5.8: incomplete (race.scn)")
                        .contains("INCOMPLETE, the budget or the memory ended")
                        .contains("line 18 is not settled: vfio: r0 = \"old\""))
                .anySatisfy(message -> assertThat(message)
                        .contains("vfio on 6.1: error (race.scn)")
                        .contains("line 18 is not met: vfio: r0 = \"old\"")
                        .contains("outcome 2, not as expected: r0 = 0, r1 = ok, stale(q) = 1")
                        .contains("zap_pte_range x2")
                        .contains("- switch -")
                        .doesNotContain("outcome 1"));
    }
}
