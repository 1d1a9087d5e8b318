package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final List<KernelVersion> KERNELS =
            List.of(KernelVersion.parse("4.20"), KernelVersion.parse("5.8"), KernelVersion.parse("7.0"));
    private static final Evidence EVIDENCE =
            new Evidence(List.of("a", "b"), List.of("vfio", "odp"), List.of(), new Question.Holds("r0 = 1"));

    private final List<ClaimCell> cells = new ArrayList<>();

    private static Claim claim(Sense sense, String day) {
        return new Claim(
                "004-2",
                new Mail("N. N.", "2018", "", "a thread"),
                "It is so.",
                "all",
                sense,
                KernelVersion.parse(day),
                List.of(EVIDENCE),
                "",
                List.of(),
                "");
    }

    private void cell(String scenario, String backend, String kernel, ClaimCell.Answer answer) {
        cells.add(new ClaimCell(EVIDENCE, scenario, backend, KernelVersion.parse(kernel), answer, "why", null));
    }

    private Judgement judge(Sense sense, String day) {
        return new Judge(KERNELS).judge(claim(sense, day), cells);
    }

    @Test
    void whatIsSoInEveryCellHoldsAndOneCellMakesItConditional() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.YES);
        cell("a", "vfio", "5.8", ClaimCell.Answer.YES);
        assertThat(judge(Sense.ALWAYS, "4.20").all()).isEqualTo(new ClaimVerdict("all kernels", Verdict.HOLDS, ""));
        cell("a", "vfio", "7.0", ClaimCell.Answer.NO);
        Judgement judgement = judge(Sense.ALWAYS, "4.20");
        assertThat(judgement.then()).isEqualTo(new ClaimVerdict("then (4.20)", Verdict.HOLDS, ""));
        assertThat(judgement.today()).isEqualTo(new ClaimVerdict("today (7.0)", Verdict.REFUTED, ""));
        assertThat(judgement.all()).isEqualTo(new ClaimVerdict("all kernels", Verdict.CONDITIONAL, "up to 5.8"));
    }

    @Test
    void whatCanHappenHoldsIfOneScenarioOfARowShowsIt() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.NO);
        cell("b", "vfio", "4.20", ClaimCell.Answer.YES);
        assertThat(judge(Sense.CAN, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judge(Sense.ALWAYS, "4.20").then())
                .isEqualTo(new ClaimVerdict("then (4.20)", Verdict.CONDITIONAL, "in b"));
    }

    @Test
    void whatCanHappenOnOneRowOnlyDependsOnTheRow() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.YES);
        cell("a", "odp", "4.20", ClaimCell.Answer.NO);
        assertThat(judge(Sense.CAN, "4.20").then())
                .isEqualTo(new ClaimVerdict("then (4.20)", Verdict.CONDITIONAL, "on vfio"));
    }

    @Test
    void twoQuestionsOfOneCellMustBothBeAnsweredYes() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.YES);
        cell("a", "vfio", "4.20", ClaimCell.Answer.NO);
        assertThat(judge(Sense.ALWAYS, "4.20").then().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judge(Sense.CAN, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void skippedCellsDoNotCountAndIfAllAreSkippedNothingCanBeSaid() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.SKIPPED);
        cell("a", "odp", "4.20", ClaimCell.Answer.YES);
        cell("a", "vfio", "7.0", ClaimCell.Answer.SKIPPED);
        assertThat(judge(Sense.ALWAYS, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judge(Sense.ALWAYS, "4.20").today())
                .isEqualTo(new ClaimVerdict(
                        "today (7.0)", Verdict.NOT_TESTABLE, "nothing that it speaks of exists there: vfio: why"));
    }

    @Test
    void theKernelOfItsDayCountsForThenAndOverAll() {
        cell("a", "vfio", "5.3", ClaimCell.Answer.NO);
        cell("a", "vfio", "5.8", ClaimCell.Answer.YES);
        cell("a", "vfio", "7.0", ClaimCell.Answer.YES);
        Judgement judgement = judge(Sense.ALWAYS, "5.3");
        assertThat(judgement.then().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judgement.all().verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(judgement.byKernel()).hasSize(3);
    }

    @Test
    void aCellThatBrokeIsNamed() {
        cell("a", "vfio", "4.20", ClaimCell.Answer.BROKEN);
        assertThat(judge(Sense.ALWAYS, "4.20").broken()).containsExactly("004-2, a on vfio 4.20: why");
    }
}
