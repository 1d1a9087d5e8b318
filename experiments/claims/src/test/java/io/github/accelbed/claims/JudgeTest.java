package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimScope;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import io.github.accelbed.scenario.language.VersionRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final List<KernelVersion> KERNELS =
            List.of(KernelVersion.parse("4.20"), KernelVersion.parse("5.8"), KernelVersion.parse("7.0"));
    private static final Evidence EVIDENCE = new Evidence(
            List.of(new Case("in a", List.of("a")), new Case("in b", List.of("b"))),
            List.of("vfio", "odp"),
            List.of(),
            new Question.Holds("r0 = 1"));

    private final List<ClaimCell> cells = new ArrayList<>();

    private static Claim claim(ClaimSense sense, String day, @Nullable VersionRange kernels, String posting) {
        return new Claim(
                "004-2",
                new Mail("N. N.", "2018", "", "a thread"),
                "It is so.",
                "all",
                sense,
                KernelVersion.parse(day),
                kernels,
                posting,
                List.of(EVIDENCE),
                List.of(),
                "",
                List.of(),
                List.of(),
                "");
    }

    private void cell(String scenario, String backend, String kernel, Answer answer) {
        cells.add(new ClaimCell(
                EVIDENCE, "in " + scenario, scenario, backend, KernelVersion.parse(kernel), answer, "why"));
    }

    private static ClaimVerdict all(Verdict verdict, String reason) {
        return new ClaimVerdict(ClaimScope.ALL, verdict, reason);
    }

    private static ClaimVerdict on(ClaimScope.Kind kind, String kernel, Verdict verdict, String reason) {
        return new ClaimVerdict(new ClaimScope(kind, kernel), verdict, reason);
    }

    private Judgement judge(ClaimSense sense, String day) {
        return new Judge(KERNELS).judge(claim(sense, day, null, ""), cells);
    }

    @Test
    void whatIsSoInEveryCellHoldsAndOneCellMakesItConditional() {
        cell("a", "vfio", "4.20", Answer.YES);
        cell("a", "vfio", "5.8", Answer.YES);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").all()).isEqualTo(all(Verdict.HOLDS, ""));
        cell("a", "vfio", "7.0", Answer.NO);
        Judgement judgement = judge(ClaimSense.ALWAYS, "4.20");
        assertThat(judgement.then()).isEqualTo(on(ClaimScope.Kind.THEN, "4.20", Verdict.HOLDS, ""));
        assertThat(judgement.today()).isEqualTo(on(ClaimScope.Kind.TODAY, "7.0", Verdict.REFUTED, ""));
        assertThat(judgement.all()).isEqualTo(all(Verdict.CONDITIONAL, "up to 5.8"));
    }

    @Test
    void whatCanHappenHoldsIfOneScenarioOfARowShowsIt() {
        cell("a", "vfio", "4.20", Answer.NO);
        cell("b", "vfio", "4.20", Answer.YES);
        assertThat(judge(ClaimSense.CAN, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").then())
                .isEqualTo(on(ClaimScope.Kind.THEN, "4.20", Verdict.CONDITIONAL, "in b; not in a"));
    }

    @Test
    void whatCanHappenOnOneRowOnlyDependsOnTheRow() {
        cell("a", "vfio", "4.20", Answer.YES);
        cell("a", "odp", "4.20", Answer.NO);
        assertThat(judge(ClaimSense.CAN, "4.20").then())
                .isEqualTo(on(ClaimScope.Kind.THEN, "4.20", Verdict.CONDITIONAL, "on vfio"));
    }

    @Test
    void twoQuestionsOfOneCellMustBothBeAnsweredYes() {
        cell("a", "vfio", "4.20", Answer.YES);
        cell("a", "vfio", "4.20", Answer.NO);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").then().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judge(ClaimSense.CAN, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void skippedCellsDoNotCountAndIfAllAreSkippedNothingCanBeSaid() {
        cell("a", "vfio", "4.20", Answer.SKIP);
        cell("a", "odp", "4.20", Answer.YES);
        cell("a", "vfio", "7.0", Answer.SKIP);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").then().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").today())
                .isEqualTo(on(
                        ClaimScope.Kind.TODAY,
                        "7.0",
                        Verdict.NOT_TESTABLE,
                        "nothing that it speaks of exists there: vfio: why"));
    }

    @Test
    void theKernelOfItsDayCountsForThenAndOverAll() {
        cell("a", "vfio", "5.3", Answer.NO);
        cell("a", "vfio", "5.8", Answer.YES);
        cell("a", "vfio", "7.0", Answer.YES);
        Judgement judgement = judge(ClaimSense.ALWAYS, "5.3");
        assertThat(judgement.then().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judgement.all().verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(judgement.byKernel()).hasSize(3);
    }

    @Test
    void aCellThatBrokeIsNamed() {
        cell("a", "vfio", "4.20", Answer.BROKEN);
        assertThat(judge(ClaimSense.ALWAYS, "4.20").broken()).containsExactly("004-2, a on vfio 4.20: why");
    }

    @Test
    void oneCounterexampleRefutesWhatIsSaidWithoutException() {
        cell("a", "vfio", "4.20", Answer.YES);
        cell("a", "odp", "4.20", Answer.NO);
        cell("b", "vfio", "4.20", Answer.YES);
        assertThat(judge(ClaimSense.UNIVERSAL, "4.20").all()).isEqualTo(all(Verdict.REFUTED, "not so in a on odp"));
    }

    @Test
    void whatWasSaidOfAPostingIsJudgedOnItsKernelsAndToldOfTheOthers() {
        cell("a", "uacce", "5.4", Answer.YES);
        cell("a", "uacce", "5.7", Answer.NO);
        cell("a", "uacce", "7.0", Answer.NO);
        Claim claim = claim(ClaimSense.ALWAYS, "5.4", VersionRange.parse("..5.6"), "the sixth posting");
        Judgement judgement = new Judge(KERNELS).judge(claim, cells);
        assertThat(judgement.all()).isEqualTo(all(Verdict.HOLDS, ""));
        assertThat(judgement.today())
                .isEqualTo(on(
                        ClaimScope.Kind.TODAY,
                        "7.0",
                        Verdict.NOT_MEANT,
                        "it speaks of the sixth posting; changed before the merge, in 5.7"));
    }

    @Test
    void whatExplainsJudgesNothing() {
        Evidence ablated = new Evidence(EVIDENCE.cases(), List.of("vfio"), List.of("pin"), EVIDENCE.question());
        cell("a", "vfio", "4.20", Answer.YES);
        cells.add(new ClaimCell(ablated, "in a", "a", "vfio", KernelVersion.parse("4.20"), Answer.NO, ""));
        assertThat(judge(ClaimSense.ALWAYS, "4.20").all().verdict()).isEqualTo(Verdict.HOLDS);
    }
}
