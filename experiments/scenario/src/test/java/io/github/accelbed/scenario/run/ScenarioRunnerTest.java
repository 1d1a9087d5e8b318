package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Guards the meaning of a run: what is blocked, skipped, judged and counted, whatever the model does. */
class ScenarioRunnerTest {

    private static RunResult run(int threads, String text) {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        Scenario scenario = new ScenarioParser(vocabulary).parse("test.scn", text);
        RunSettings settings = new RunSettings(List.of(), List.of(), CostTable.defaults(), threads, true);
        return new ScenarioRunner(settings).run(List.of(scenario), done -> {});
    }

    private static List<CellResult> cells(String text) {
        return run(2, text).scenarios().get(0).cells();
    }

    private static CellResult cell(String text) {
        List<CellResult> cells = cells(text);
        assertThat(cells).hasSize(1);
        return cells.get(0);
    }

    private static String registers(CellResult cell) {
        return cell.outcomes().get(0).registers().toString();
    }

    private static final String EXAMPLE = """
            scenario fork-cow/parent-writes-first
            title "After fork the parent writes first. Which page does the device see?"
            kernel 4.20 5.8 5.17 6.1 6.18
            backend uacce vfio odp
            device zip queues 16
            limit memlock 64K

            run
              A: mmap buf 4
              A: write buf[0] "old"
              A: open q
              A: map q buf rw
              A: fork B
              A: write buf[0] "new"
              q: read buf[0] -> r0

            expect
              uacce odp: r0 = "new"
              vfio @ ..5.8: r0 = "old"
              vfio @ 5.9..: r0 = "new"
            """;

    @Test
    void theExampleOfTheLanguageSeesExactlyWhatItSays() {
        Map<String, String> seen = new TreeMap<>();
        for (CellResult cell : cells(EXAMPLE)) {
            assertThat(cell.status()).as(cell.backend() + " " + cell.kernel()).isEqualTo(CellStatus.PASS);
            seen.merge(cell.backend() + " " + registers(cell), cell.kernel(), (a, b) -> a + " " + b);
        }

        assertThat(seen)
                .containsExactly(
                        Map.entry("odp {r0=new}", "4.20 5.8 5.17 6.1 6.18"),
                        Map.entry("uacce {r0=new}", "4.20 5.8 5.17 6.1 6.18"),
                        Map.entry("vfio {r0=new}", "5.17 6.1 6.18"),
                        Map.entry("vfio {r0=old}", "4.20 5.8"));
    }

    @Test
    void theNumberOfThreadsDoesNotChangeAByte() {
        assertThat(new JsonWriter().json(run(1, EXAMPLE))).isEqualTo(new JsonWriter().json(run(4, EXAMPLE)));
    }

    @Test
    void withoutEarlyCopyThePinnedPageIsLostOnNewKernelsToo() {
        String without = EXAMPLE.replace("limit memlock 64K", "without early-copy")
                .replace("backend uacce vfio odp", "backend vfio");
        for (CellResult cell : cells(without.replaceAll("(?s)expect.*", "expect\n  stale(q) = 1\n"))) {
            assertThat(registers(cell)).as(cell.kernel()).isEqualTo("{r0=old}");
            assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        }
    }

    @Test
    void aParentIsBlockedUntilItsVforkedChildExecs() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                run
                  A: mmap b 1
                  A: vfork B
                  A: write b[0] 1 -> r0
                  B: write b[0] 2
                  B: exec
                  A: read b[0] -> r1
                expect
                  r0 = blocked and r1 = 2
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
    }

    @Test
    void aBranchThatIsBlockedLetsTheOtherGoOn() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                run
                  A: mmap b 1
                  A: vfork B
                  par
                    A: write b[0] 1
                  and
                    B: write b[0] 2
                    B: exit
                  end
                  A: read b[0] -> r0
                expect
                  r0 = 1
                """);

        assertThat(cell.status()).as(String.valueOf(cell.reason())).isEqualTo(CellStatus.PASS);
    }

    @Test
    void blockedWithNothingToUnblockItIsAnErrorOfItsLine() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                run
                  A: mmap b 1
                  A: vfork B
                  A: write b[0] 1
                expect
                  elapsed >= 0
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.ERROR);
        assertThat(cell.reason()).isEqualTo("line 7: blocked, and nothing unblocks it");
    }

    @Test
    void aStepThatARowDoesNotOfferSkipsTheCellWithTheReason() {
        for (CellResult cell : cells("""
                scenario t
                title "t"
                kernel 6.1
                backend uacce odp
                device zip queues 2
                run
                  root: create-mdev m on zip
                  A: open q
                expect
                  elapsed >= 0
                """)) {
            assertThat(cell.status()).isEqualTo(CellStatus.SKIP);
            assertThat(cell.reason()).startsWith("line 7: ");
        }
    }

    @Test
    void quantifiersOfAPlainRunJudgeItsOneOutcome() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                run
                  A: mmap b 1
                  A: read b[0] -> r0
                expect
                  mm always: r0 = 0
                  mm never: r0 = 1
                  mm sometimes: r0 = 1
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.PASS);
        assertThat(cell.expectations().get(0).met()).isTrue();
        assertThat(cell.expectations().get(1).met()).isTrue();
        assertThat(cell.expectations().get(2).met()).isNull();
    }

    @Test
    void aRunOfOneOrderOfSeveralSaysSoAndHowManyLinesItDoesNotJudge() {
        String race = """
                scenario t
                title "t"
                kernel 6.18
                run
                  A: mmap b 1
                  par
                    A: write b "#1"
                  and
                    A: read b -> r
                  end
                expect
                  r = "#1"
                  sometimes: r = 0
                """;
        CellResult cell = cell(race);

        assertThat(registers(cell)).isEqualTo("{r=#1}");
        assertThat(cell.writtenOrder()).isTrue();
        assertThat(cell.notJudged()).isEqualTo(1);
        assertThat(cell.timeLine().events())
                .extracting(event -> event.statement())
                .contains("A: write b \"#1\"");
        assertThat(cell(race.replace("par", "par preempt 1")).writtenOrder()).isFalse();
    }

    @Test
    void orderingThingsThatHaveNoOrderIsAnErrorOfTheCell() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                run
                  A: mmap b 1
                  A: write b[0] "x"
                  A: read b[0] -> r0
                expect
                  r0 > 1
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.ERROR);
    }

    @Test
    void twoDevicesMayHaveDifferentRows() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 4.20
                backend vfio
                device zip queues 2
                device nic queues 2 via odp
                run
                  A: mmap b 1
                  A: write b[0] "old"
                  A: open z on zip
                  A: open n on nic
                  A: map z b rw
                  A: map n b rw
                  A: fork B
                  A: write b[0] "new"
                  z: read b[0] -> r0
                  n: read b[0] -> r1
                expect
                  r0 = "old" and r1 = "new" and pinned(A) = 1 and stale(z) = 1 and stale(n) = 0
                """);

        assertThat(cell.status()).as(cell.reason() + registers(cell)).isEqualTo(CellStatus.PASS);
    }

    @Test
    void anAdministratorsStepWithoutAnyRowSkipsTheCell() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.1
                device zip queues 2
                run
                  root: create-mdev m on zip
                expect
                  elapsed >= 0
                """);

        assertThat(cell.status()).isEqualTo(CellStatus.SKIP);
        assertThat(cell.reason()).isEqualTo("line 6: without an open there is no row to ask for it");
    }

    @Test
    void aBufferWhoseMmapFailedIsOneThatNobodyHasMapped() {
        CellResult cell = cell("""
                scenario t
                title "t"
                kernel 6.18
                run
                  A: fork B
                  B: exit
                  B: mmap b 1 -> r0
                  B: mremap b c -> r1
                  A: read b[0] -> r2
                  A: mprotect c ro -> r3
                expect
                  r0 = ESRCH and r1 = ESRCH and r2 = SIGSEGV and r3 = ENOMEM
                """);

        assertThat(cell.status()).as(cell.reason() + registers(cell)).isEqualTo(CellStatus.PASS);
    }
}
