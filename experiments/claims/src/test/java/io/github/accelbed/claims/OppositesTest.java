package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimOpposite;
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
    private static final Evidence EVIDENCE =
            new Evidence(List.of(PARENT, CHILD), List.of("vfio", "odp"), List.of(), new Question.Holds("stale(q) > 0"));
    private static final List<Scenario> SCENARIOS =
            new ScenarioFiles(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names())).builtIn();

    private static ClaimCell cell(Evidence evidence, String scenario, String backend, String kernel, boolean yes) {
        return new ClaimCell(
                evidence,
                scenario,
                backend,
                KernelVersion.parse(kernel),
                yes ? ClaimCell.Answer.YES : ClaimCell.Answer.NO,
                "",
                null);
    }

    private static ClaimCell cell(String scenario, String backend, String kernel, boolean yes) {
        return cell(EVIDENCE, scenario, backend, kernel, yes);
    }

    private static ClaimOpposite opposite(List<ClaimCell> own, List<ClaimCell> neighbours) {
        Claim claim = Ledger.builtIn().find("002-2").orElseThrow();
        Judgement judgement = new Judge(Scenario.DEFAULT_KERNELS).judge(claim, own);
        return new Opposites(SCENARIOS).of(judgement, neighbours).orElseThrow();
    }

    @Test
    void theNextKernelIsNearerThanALaterOneOrAnotherRow() {
        ClaimOpposite found = opposite(
                List.of(
                        cell(PARENT, "vfio", "5.4", true),
                        cell(PARENT, "vfio", "5.8", true),
                        cell(PARENT, "vfio", "5.10", false),
                        cell(PARENT, "vfio", "7.0", false),
                        cell(PARENT, "odp", "5.8", false)),
                List.of());

        assertThat(found.from()).isEqualTo(PARENT + " on vfio 5.8");
        assertThat(found.to()).isEqualTo(PARENT + " on vfio 5.10");
        assertThat(found.change()).isEqualTo("kernel 5.10 instead of 5.8");
    }

    @Test
    void anotherRowIsNearerThanAnotherScenario() {
        ClaimOpposite found = opposite(
                List.of(
                        cell(PARENT, "vfio", "5.8", true),
                        cell(PARENT, "odp", "5.8", false),
                        cell(CHILD, "vfio", "5.8", false)),
                List.of());

        assertThat(found.change()).isEqualTo("odp instead of vfio");
    }

    @Test
    void ofAnotherScenarioTheLinesThatDifferAreSaid() {
        ClaimOpposite found =
                opposite(List.of(cell(PARENT, "vfio", "5.8", true)), List.of(cell(CHILD, "vfio", "5.8", false)));

        assertThat(found.scenario()).isEqualTo(CHILD);
        assertThat(found.change()).contains("- A: write buf[0] \"new\"").contains("+ B: write buf");
    }

    @Test
    void answersToDifferentQuestionsAreNoOpposites() {
        Evidence other = new Evidence(List.of(PARENT), List.of("vfio"), List.of(), new Question.Holds("stale(q) = 0"));
        Claim claim = Ledger.builtIn().find("002-2").orElseThrow();
        Judgement judgement = new Judge(Scenario.DEFAULT_KERNELS)
                .judge(claim, List.of(cell(PARENT, "vfio", "5.8", true), cell(other, PARENT, "vfio", "5.8", false)));

        assertThat(new Opposites(SCENARIOS).of(judgement, List.of())).isEmpty();
    }
}
