package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.reports.result.ClaimScope;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerRunTest {
    private static Judgement judge(Question question) {
        Claim claim = new Claim(
                "001-9",
                new Mail("N. N.", "2020", "", "a thread"),
                "It is in the kernel.",
                "uacce",
                ClaimSense.ALWAYS,
                KernelVersion.parse("5.7"),
                null,
                "",
                List.of(new Evidence(
                        List.of(new Case("by what it is", List.of())), List.of("uacce"), List.of(), question)),
                List.of(),
                "",
                List.of(),
                List.of(),
                "");
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), List.of());
        return new LedgerRun(List.of(), new ScenarioParser(vocabulary), RunSettings.defaults())
                .judge(List.of(claim), List.of())
                .get(0);
    }

    @Test
    void whatARowIsIsAskedOnEachKernel() {
        Judgement lacks = judge(new Question.Is(RowTrait.OUT_OF_TREE, false));
        assertThat(lacks.then())
                .isEqualTo(new ClaimVerdict(new ClaimScope(ClaimScope.Kind.THEN, "5.7"), Verdict.HOLDS, ""));
        assertThat(lacks.all()).isEqualTo(new ClaimVerdict(ClaimScope.ALL, Verdict.CONDITIONAL, "from 5.7"));
        assertThat(judge(new Question.Is(RowTrait.OUT_OF_TREE, true)).all())
                .isEqualTo(new ClaimVerdict(ClaimScope.ALL, Verdict.CONDITIONAL, "up to 5.6"));
    }

    @Test
    void whatARowIsNeedsNoScenario() {
        Question is = new Question.Is(RowTrait.OUT_OF_TREE, true);
        assertThatThrownBy(() -> new Evidence(List.of(new Case("in a", List.of("a"))), List.of("uacce"), List.of(), is))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs scenarios, unless it is asked what rows offer or are");
    }

    private static final String RACE = """
            scenario race
            title "Which value?"
            run
              A: mmap buf 1
              A: open q
              par
                A: write buf 1
              and
                q: read buf -> r0
              end
            expect
              r0 = 0 or r0 = 1
            """;

    private static Judgement judgeRace(String scenario, String condition, String... without) {
        ScenarioParser parser = new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
        Question question = new Question.Holds(condition);
        Claim claim = new Claim(
                "001-9",
                new Mail("N. N.", "2020", "", "a thread"),
                "It races.",
                "uacce",
                ClaimSense.ALWAYS,
                KernelVersion.parse("5.7"),
                null,
                "",
                List.of(new Evidence(
                        List.of(new Case("in a race", List.of("race"))), List.of("uacce"), List.of(), question)),
                List.of(),
                "",
                List.of(),
                List.of(),
                "");
        return new LedgerRun(List.of(parser.parse("race.scn", scenario)), parser, RunSettings.defaults())
                .judge(List.of(claim), List.of(without))
                .get(0);
    }

    @Test
    void aScenarioWithSeveralOrdersIsJudgedOverAllOfThem() {
        assertThat(judgeRace(RACE, "r0 = 1").all().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judgeRace(RACE, "sometimes: r0 = 1").all().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judgeRace(RACE, "sometimes: r0 = 0").all().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judgeRace(RACE, "never: r0 = 2").all().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judgeRace(RACE, "never: r0 = 0").all().verdict()).isEqualTo(Verdict.REFUTED);
    }

    @Test
    void whereOneOrderIsNamedSometimesAsksForThatOne() {
        String straight = RACE.replace("  par\n", "").replace("  and\n", "").replace("  end\n", "");
        assertThat(judgeRace(straight, "sometimes: r0 = 1").all().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(judgeRace(straight, "sometimes: r0 = 0").all().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judgeRace(RACE.replace("par", "par preempt 1"), "sometimes: r0 = 1")
                        .all()
                        .verdict())
                .isEqualTo(Verdict.REFUTED);
    }

    @Test
    void leavingOutWhatTheRowDoesNotHaveLeavesTheCellAsItIs() {
        assertThat(judgeRace(RACE, "sometimes: r0 = 1", "pasid-check").cells())
                .isEqualTo(judgeRace(RACE, "sometimes: r0 = 1").cells());
        assertThat(judgeRace(RACE, "sometimes: r0 = EFAULT").all().verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(judgeRace(RACE, "sometimes: r0 = EFAULT", "io-page-fault")
                        .all()
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
    }
}
