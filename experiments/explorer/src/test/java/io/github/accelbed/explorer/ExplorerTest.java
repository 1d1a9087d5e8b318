package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.TimeLineEvent;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards against results that depend on the machine, verdicts too early, and events that cannot happen or happen too often. */
class ExplorerTest {
    private static final String RACE = """
            kernel 5.8 6.18
            backend uacce vfio odp
            run
              A: mmap buf 1
              A: write buf "old"
              A: open q
              A: map q buf rw
              A: fork B
              par
                A: write buf "new"
              and
                q: read buf -> r0
              end
              q: read buf -> r1
            expect
              r0 != "other"
            """;

    private static RunSettings run(int threads) {
        return new RunSettings(List.of(), List.of(), CostTable.defaults(), threads, true);
    }

    private static RunResult explore(Scenario scenario, int threads, Budget budget, Sampling sampling) {
        return new Explorer(new ExploreSettings(run(threads), budget, Reduction.STATES, sampling))
                .explore(List.of(scenario), done -> {});
    }

    private static List<CellResult> cells(String text) {
        return cells(text, Budget.NONE);
    }

    private static List<CellResult> cells(String text, Budget budget) {
        return explore(Woven.scenario(text), 2, budget, null).scenarios().get(0).cells();
    }

    private static CellResult cell(String text) {
        return cells(text).get(0);
    }

    private static Set<String> values(CellResult cell, String register) {
        return cell.outcomes().stream()
                .map(outcome -> outcome.registers().get(register))
                .collect(Collectors.toSet());
    }

    @Test
    void oneThreadAndTwoGiveTheSameBytes() {
        Scenario scenario = Woven.scenario(RACE);
        String one = new JsonWriter().json(explore(scenario, 1, Budget.NONE, null));

        assertThat(new JsonWriter().json(explore(scenario, 2, Budget.NONE, null)))
                .isEqualTo(one);
        assertThat(new JsonWriter().json(explore(scenario, 2, new Budget(null, 50L), null)))
                .isEqualTo(new JsonWriter().json(explore(scenario, 1, new Budget(null, 50L), null)))
                .isNotEqualTo(one);
    }

    @Test
    void aSeedGivesTheSameSamplesOnAnyNumberOfThreadsAndAnotherSeedGivesOthers() {
        Scenario scenario = Woven.scenario(RACE);
        String once = new JsonWriter().json(explore(scenario, 1, Budget.NONE, new Sampling(40, 7)));

        assertThat(new JsonWriter().json(explore(scenario, 2, Budget.NONE, new Sampling(40, 7))))
                .isEqualTo(once);
        assertThat(new JsonWriter().json(explore(scenario, 2, Budget.NONE, new Sampling(40, 8))))
                .isNotEqualTo(once.replace("seed 7", "seed 8"));
    }

    @Test
    void aWitnessShowsTheStatementsThatTakeNoStepOfTheModel() {
        CellResult cell = cell("""
                kernel 6.18
                run
                  A: mmap buf 1
                  A: write buf 1
                  A: get g buf
                  par
                    A: write buf 2
                  and
                    g: read -> r
                  end
                expect
                  sometimes: r = 1
                """);

        assertThat(cell.outcomes())
                .hasSize(2)
                .extracting(Outcome::witness)
                .allSatisfy(witness -> assertThat(witness.events())
                        .extracting(TimeLineEvent::statement)
                        .contains("g: read -> r"));
    }

    @Test
    void countsOfOutcomesAddUpToAllSchedules() {
        for (CellResult cell : cells(RACE)) {
            BigInteger sum = cell.outcomes().stream()
                    .map(Outcome::schedules)
                    .map(BigInteger::new)
                    .reduce(BigInteger.ZERO, BigInteger::add);

            assertThat(cell.explored().schedules()).isEqualTo(sum.toString());
            assertThat(cell.explored().complete()).isTrue();
        }
    }

    @Test
    void aBudgetThatEndsBeforeTheVerdictIsCertainLeavesTheCellIncomplete() {
        assertThat(cells(RACE, new Budget(null, 1L))).allSatisfy(cell -> {
            assertThat(cell.status()).isEqualTo(CellStatus.INCOMPLETE);
            assertThat(cell.explored().complete()).isFalse();
            assertThat(cell.expectations().get(0).met()).isNull();
        });
        assertThat(cells(RACE, new Budget(Duration.ofNanos(1), null)))
                .extracting(CellResult::status)
                .containsOnly(CellStatus.INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "never: r0 = \"old\" or r0 = \"new\" or r0 = \"child\", FAIL",
        "r0 = \"other\", FAIL",
        "sometimes: r0 = \"old\" or r0 = \"new\" or r0 = \"child\", PASS",
        "sometimes: r0 = \"other\", INCOMPLETE"
    })
    void whatOneScheduleSettlesIsSettledThoughTheBudgetEnds(String expectation, CellStatus status) {
        String text = RACE.replace("r0 != \"other\"", expectation);

        assertThat(cells(text, new Budget(null, 1L)))
                .extracting(CellResult::status)
                .containsOnly(status);
    }

    @Test
    void aStepThatWaitsInVainAnswersBlockedIfItBindsARegisterAndIsADeadlockIfNot() {
        String vfork = """
                kernel 6.18
                run
                  A: mmap buf 1
                  A: write buf 1
                  A: vfork B
                  par
                    A: read buf -> r0
                  and
                    B: read buf -> r1
                  end
                expect
                  r1 = 1
                """;
        CellResult bound = cell(vfork);
        CellResult unbound = cell(vfork.replace("A: read buf -> r0", "A: write buf 2"));
        CellResult freed = cell(vfork.replace("B: read buf -> r1", "B: read buf -> r1\n    B: exit"));

        assertThat(bound.status()).isEqualTo(CellStatus.PASS);
        assertThat(values(bound, "r0")).containsExactly("blocked");
        assertThat(unbound.status()).isEqualTo(CellStatus.ERROR);
        assertThat(unbound.outcomes()).extracting(Outcome::end).containsExactly("deadlock: A waits in line 9");
        assertThat(unbound.outcomes()).extracting(Outcome::asExpected).containsExactly(false);
        assertThat(values(freed, "r0")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatAKillFindsUnderWayDoesNotReturnAndOneThatIsOverHasItsAnswer(Reduction reduction) {
        Scenario scenario = Woven.scenario("""
                kernel 6.18
                run
                  A: mmap buf 1
                  par
                    A: kill -> r0
                  and
                    A: read buf -> r1
                  end
                expect
                  r0 = ok
                """);
        CellResult cell = new Explorer(new ExploreSettings(run(1), Budget.NONE, reduction, null))
                .explore(List.of(scenario), done -> {})
                .scenarios()
                .get(0)
                .cells()
                .get(0);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        assertThat(values(cell, "r1")).containsExactlyInAnyOrder("0", "blocked", "ESRCH");
    }

    @Test
    void whatWaitedBeforeTheParGoesOnAsSoonAsItCan() {
        CellResult cell = cell("""
                kernel 6.18
                backend vfio
                run
                  A: mmap buf 1
                  root: create-mdev m on accel
                  A: open q
                  root: remove-mdev m -> r0
                  A: close q
                  root: count mdevs(accel) -> r1
                  par
                    A: write buf 1
                  and
                    root: count mdevs(accel) -> r2
                  end
                expect
                  r0 = blocked
                """);

        assertThat(values(cell, "r1")).containsExactly("0");
    }

    @Test
    void aStepThatFailsAndBindsNothingIsAnErrorOfTheOrdersInWhichItFails() {
        CellResult cell = cell("""
                kernel 6.18
                run
                  A: mmap buf 1
                  A: fork B
                  par
                    A: munmap buf
                  and
                    A: write buf 2
                  end
                expect
                  0 = 0
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.ERROR);
        assertThat(cell.outcomes())
                .extracting(Outcome::end)
                .containsExactlyInAnyOrder(null, "error: line 10: the step answered SIGSEGV and binds no register");
        assertThat(cell.reason()).isEqualTo("error: line 10: the step answered SIGSEGV and binds no register");
    }

    @Test
    void anEvictedTranslationIsLookedUpAgain() {
        String text = """
                kernel 6.18
                backend uacce
                EVENTS
                without iotlb-invalidation
                run
                  A: mmap buf 1
                  A: write buf "old"
                  A: open q
                  A: map q buf
                  q: read buf
                  A: fork B
                  A: write buf "new"
                  q: read buf -> r0
                expect
                  r0 != 0
                """;
        assertThat(values(cell(text.replace("EVENTS\n", "")), "r0")).containsExactly("old");
        assertThat(values(cell(text.replace("EVENTS", "explore events evict")), "r0"))
                .containsExactlyInAnyOrder("old", "new");
    }

    @ParameterizedTest
    @CsvSource({
        "odp, prefetch, faults, 1, 0 1",
        "odp, reclaim, faults, 1, 1 2",
        "uacce, reclaim, faults, 0, 0 1",
        "vfio, reclaim, faults, 0, 0",
        "uacce, migrate, invalidations, 0, 0 1",
        "vfio, migrate, invalidations, 0, 0"
    })
    void anEventHappensAtAnyMomentOnceAtMostAndNotToAPageThatIsPinned(
            String backend, String event, String counter, String without, String with) {
        String text = """
                kernel 6.18
                backend BACKEND
                EVENTS
                run
                  A: mmap buf 1
                  A: open q
                  A: map q buf
                  A: write buf "old"
                  q: read buf -> r0
                  root: count COUNTER(q) -> counted
                expect
                  r0 = "old"
                """.replace("BACKEND", backend).replace("COUNTER", counter);

        assertThat(values(cell(text.replace("EVENTS\n", "")), "counted")).containsExactly(without);
        assertThat(values(cell(text.replace("EVENTS", "explore events " + event)), "counted"))
                .containsExactlyInAnyOrder(with.split(" "));
    }
}
