package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.run.Coverage;
import io.github.accelbed.scenario.run.End;
import io.github.accelbed.scenario.run.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a verdict that is not yet certain, and against one that comes too late. */
class JudgementTest {
    private static Scenario asking(String expectation) {
        return Woven.scenario("run\n  A: mmap buf 1\n  A: read buf -> r0\nexpect\n  " + expectation + "\n");
    }

    /** Ends whose register holds these numbers; x for a deadlock. */
    private static List<Ending> ends(String numbers) {
        List<Ending> ends = new ArrayList<>();
        for (String number : numbers.strip().split(" ", -1)) {
            boolean deadlock = number.equals("x");
            Map<String, Answer> registers =
                    deadlock ? Map.of() : Map.of("r0", new IntegerValue(Long.parseLong(number)));
            ends.add(new Ending(
                    new End(registers, Map.of(), deadlock ? "deadlock: A waits" : null), "1", List.of(), null));
        }
        return ends;
    }

    private static Outcomes outcomes(String expectation, String ends, long lockCycles, Coverage coverage) {
        return Outcomes.of(asking(expectation), "mm", KernelVersion.parse("6.18"), ends(ends), lockCycles, coverage);
    }

    private static Judgement judge(String expectation, String ends, long lockCycles, Coverage coverage) {
        return outcomes(expectation, ends, lockCycles, coverage).judgement();
    }

    @ParameterizedTest
    @CsvSource({
        "always, 1, true, PASS, , INCOMPLETE",
        "always, 1 1, true, PASS, , INCOMPLETE",
        "always, 1 2, false, FAIL, false, FAIL",
        "always, 2, false, FAIL, false, FAIL",
        "never, 2, true, PASS, , INCOMPLETE",
        "never, 1 2, false, FAIL, false, FAIL",
        "never, 1, false, FAIL, false, FAIL",
        "sometimes, 1, true, PASS, true, PASS",
        "sometimes, 2 1, true, PASS, true, PASS",
        "sometimes, 2, false, FAIL, , INCOMPLETE"
    })
    void aVerdictIsOnlyCertainEarlyIfOneOutcomeSettlesIt(
            String quantifier,
            String ends,
            Boolean metComplete,
            CellStatus statusComplete,
            Boolean metIncomplete,
            CellStatus statusIncomplete) {
        Judgement complete = judge(quantifier + ": r0 = 1", ends, 0, Coverage.EVERY_ORDER);
        Judgement incomplete = judge(quantifier + ": r0 = 1", ends, 0, Coverage.SOME_ORDERS);

        assertThat(complete.expectations()).extracting(ExpectationResult::met).containsExactly(metComplete);
        assertThat(complete.status(true)).isEqualTo(statusComplete);
        assertThat(incomplete.expectations()).extracting(ExpectationResult::met).containsExactly(metIncomplete);
        assertThat(incomplete.status(false)).isEqualTo(statusIncomplete);
    }

    @Test
    void samplesThatWereAllTakenAreNoUnfinishedExplorationThoughTheySettleNothing() {
        Judgement samples = judge("never: r0 = 1", "2", 0, Coverage.SOME_ORDERS);

        assertThat(samples.expectations()).extracting(ExpectationResult::met).containsExactly((Boolean) null);
        assertThat(samples.status(true)).isEqualTo(CellStatus.PASS);
    }

    @Test
    void exactlyTheOutcomesThatBreakAnExpectationAreNotAsExpected() {
        assertThat(outcomes("r0 = 1", "1 2 3", 0, Coverage.EVERY_ORDER).outcomes())
                .extracting(Outcome::asExpected)
                .containsExactly(true, false, false);
        assertThat(outcomes("never: r0 = 1", "1 2 3", 0, Coverage.EVERY_ORDER).outcomes())
                .extracting(Outcome::asExpected)
                .containsExactly(false, true, true);
        assertThat(outcomes("sometimes: r0 = 9", "1 2 3", 0, Coverage.EVERY_ORDER)
                        .outcomes())
                .extracting(Outcome::asExpected)
                .containsOnly(true);
    }

    @Test
    void aDeadlockMakesTheCellAnErrorAndIsNotAskedForItsRegisters() {
        Outcomes outcomes = outcomes("r0 = 1", "1 x", 0, Coverage.EVERY_ORDER);
        Judgement judgement = outcomes.judgement();

        assertThat(judgement.status(true)).isEqualTo(CellStatus.ERROR);
        assertThat(judgement.reason()).isEqualTo("deadlock: A waits");
        assertThat(judgement.expectations()).extracting(ExpectationResult::met).containsExactly(true);
        assertThat(outcomes.outcomes())
                .extracting(Outcome::end, Outcome::asExpected)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(null, true),
                        org.assertj.core.groups.Tuple.tuple("deadlock: A waits", false));
    }

    @Test
    void whatCannotBeComparedMakesTheCellAnError() {
        Judgement judgement = judge("r0 < \"text\"", "1", 0, Coverage.EVERY_ORDER);

        assertThat(judgement.status(true)).isEqualTo(CellStatus.ERROR);
        assertThat(judgement.reason()).isNotNull();
        assertThat(judgement.expectations()).isEmpty();
    }

    @Test
    void circlesOfLocksAreCountedOverAllOrdersAndShownWithEveryOutcomeIfAsked() {
        Outcomes asked = outcomes("lock-cycles = 0", "1 2", 1, Coverage.EVERY_ORDER);

        assertThat(asked.judgement().status(true)).isEqualTo(CellStatus.FAIL);
        assertThat(asked.outcomes()).extracting(Outcome::counters).containsOnly(Map.of("lock-cycles", 1L));
        assertThat(outcomes("r0 >= 1", "1 2", 1, Coverage.EVERY_ORDER).outcomes())
                .extracting(Outcome::counters)
                .containsOnly(Map.of());
    }

    @Test
    void outcomesComeInOneOrderWhateverTheOrderInWhichTheyWereFound() {
        assertThat(outcomes("r0 >= 1", "3 1 2", 0, Coverage.EVERY_ORDER).outcomes())
                .isEqualTo(outcomes("r0 >= 1", "2 3 1", 0, Coverage.EVERY_ORDER).outcomes());
    }
}
