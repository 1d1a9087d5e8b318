package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The nearest opposite is the smallest change: a kernel before a row, a row before a scenario, few lines before many. */
final class OppositesTest {
    private static final String PARENT = "fork-cow/parent-writes-first";
    private static final String CHILD = "fork-cow/child-writes-first";
    private static final Evidence EVIDENCE = evidence("stale(q) > 0");
    private static final List<Scenario> SCENARIOS =
            new ScenarioFiles(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names())).builtIn();

    private static Evidence evidence(String condition) {
        return new Evidence(
                List.of(new Case(PARENT, List.of(PARENT)), new Case(CHILD, List.of(CHILD))),
                List.of("vfio", "odp"),
                List.of(),
                new Question.Holds(condition));
    }

    private static Claim claim(Evidence... evidence) {
        return new Claim(
                "002-2",
                new Mail("N. N.", "2018", "", "a thread"),
                "It is so.",
                "all",
                ClaimSense.ALWAYS,
                KernelVersion.parse("5.3"),
                null,
                "",
                List.of(evidence),
                List.of(),
                "",
                List.of(),
                List.of(),
                "");
    }

    private static ClaimCell cell(Evidence evidence, String scenario, String backend, String kernel, boolean yes) {
        return new ClaimCell(
                evidence, scenario, scenario, backend, KernelVersion.parse(kernel), yes ? Answer.YES : Answer.NO, "");
    }

    private static ClaimCell cell(String scenario, String backend, String kernel, boolean yes) {
        return cell(EVIDENCE, scenario, backend, kernel, yes);
    }

    private static ClaimOpposite opposite(ClaimCell... own) {
        Judgement judgement = new Judge(Scenario.DEFAULT_KERNELS).judge(claim(EVIDENCE), List.of(own));
        return new Opposites(SCENARIOS).of(judgement).orElseThrow();
    }

    @Test
    void theNextKernelIsNearerThanALaterOneOrAnotherRow() {
        ClaimOpposite found = opposite(
                cell(PARENT, "vfio", "5.4", true),
                cell(PARENT, "vfio", "5.8", true),
                cell(PARENT, "vfio", "5.10", false),
                cell(PARENT, "vfio", "7.0", false),
                cell(PARENT, "odp", "5.8", false));

        assertThat(found.yes().kernel()).isEqualTo("5.8");
        assertThat(found.no().kernel()).isEqualTo("5.10");
        assertThat(found.change()).isEqualTo("the kernel, 5.10 for 5.8");
    }

    @Test
    void anotherRowIsNearerThanAnotherScenario() {
        ClaimOpposite found = opposite(
                cell(PARENT, "vfio", "5.8", true),
                cell(PARENT, "odp", "5.8", false),
                cell(CHILD, "vfio", "5.8", false));

        assertThat(found.change()).isEqualTo("the row, odp for vfio");
    }

    @Test
    void ofAnotherScenarioTheLinesThatDifferAreSaid() {
        ClaimOpposite found = opposite(cell(PARENT, "vfio", "5.8", true), cell(CHILD, "vfio", "5.8", false));

        assertThat(found.no().scenario()).isEqualTo(CHILD);
        assertThat(found.change()).contains("- A: write buf[0] \"new\"").contains("+ B: write buf");
    }

    @Test
    void answersToDifferentQuestionsAreNoOpposites() {
        Evidence other = evidence("stale(q) = 0");
        Judgement judgement = new Judge(Scenario.DEFAULT_KERNELS)
                .judge(
                        claim(EVIDENCE, other),
                        List.of(cell(PARENT, "vfio", "5.8", true), cell(other, PARENT, "vfio", "5.8", false)));

        assertThat(new Opposites(SCENARIOS).of(judgement)).isEmpty();
    }
}
