package io.github.accelbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.claims.Judgement;
import io.github.accelbed.claims.Ledger;
import io.github.accelbed.claims.LedgerEntries;
import io.github.accelbed.claims.LedgerRun;
import io.github.accelbed.conformance.ConformanceRecord;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guards against replies that nobody reads to their end, and against those that say what no reader understands. */
final class ClaimReplyTest {
    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();
    private static final Map<String, ClaimReply> REPLIES = new LinkedHashMap<>();

    @BeforeAll
    static void judge() {
        List<Scenario> scenarios = new ScenarioFiles(Selection.vocabulary()).builtIn();
        scenarios.forEach(scenario -> SCENARIOS.put(scenario.name(), scenario));
        List<Judgement> judgements = new LedgerRun(
                        scenarios, new ScenarioParser(Selection.vocabulary()), RunSettings.defaults())
                .judge(Ledger.builtIn().claims(), List.of());
        ConformanceRecord record = ConformanceRecord.builtIn();
        for (ClaimEntry entry : new LedgerEntries(scenarios, Map.of()).of(judgements)) {
            REPLIES.put(entry.id(), ClaimReply.of(entry, SCENARIOS, record, ""));
        }
    }

    private static ClaimReply reply(String id) {
        ClaimReply reply = REPLIES.get(id);
        assertThat(reply).as(id).isNotNull();
        return reply;
    }

    private static List<String> lines(String id, boolean markdown) {
        return new ReplyText(markdown).lines(reply(id));
    }

    @Test
    void noReplyHasMoreThan25LinesOrALineOfMoreThan72Columns() {
        REPLIES.keySet().forEach(id -> {
            for (boolean markdown : new boolean[] {false, true}) {
                assertThat(lines(id, markdown)).as(id).hasSizeLessThanOrEqualTo(ReplyText.LINES);
                assertThat(lines(id, markdown))
                        .as(id)
                        .allMatch(line -> line.length() <= ReplyText.COLUMNS
                                || !line.strip().contains(" "));
            }
        });
    }

    @Test
    void noSentenceNamesAScenarioAndNoEvidenceIsAnError() {
        REPLIES.forEach((id, reply) -> {
            // The reason of what cannot be tested is the ledger's, and may point at one.
            assertThat(SCENARIOS.keySet())
                    .as(id)
                    .filteredOn(name -> name.contains("/") && reply.table() != null)
                    .noneMatch(name -> reply.verdict().contains(name));
            assertThat(reply.saw())
                    .as(id)
                    .doesNotContain("Exception")
                    .doesNotContain("not ended")
                    .doesNotContain("broke");
            if (reply.table() != null) {
                assertThat(reply.table().rows())
                        .as(id)
                        .isNotEmpty()
                        .noneMatch(row -> SCENARIOS.containsKey(row.label()))
                        .allMatch(row ->
                                row.answers().contains("yes") || row.answers().contains("no"));
            }
        });
    }

    @Test
    void theVerdictIsTheFirstSentenceAndSaysWhenItEnded() {
        assertThat(lines("002-2", false).get(0)).isEqualTo("Right up to 5.8; no more from 5.9 on.");
        assertThat(lines("002-2", true).get(0)).isEqualTo("Right up to 5.8; no more from 5.9 on.");
    }

    @Test
    void theTableHasAColumnForEachRangeOfReleases() {
        ReleaseTable table = reply("002-2").table();
        assertThat(table).isNotNull();
        assertThat(table.columns()).containsExactly("..5.8", "5.9..");
        assertThat(table.rows()).containsExactly(new ReleaseTable.Row("on vfio, rdma-pinned", List.of("yes", "no")));
    }

    @Test
    void runningKernelsThatSayTheSameAreNamed() {
        assertThat(reply("002-2").computed()).startsWith("Computed by a model; running kernels 5.10.223, ");
        assertThat(reply("002-4").computed())
                .isEqualTo("Computed by a model; no running kernel was asked for this row.");
    }

    @Test
    void whatCannotBeTestedHasItsReasonAndFacts() {
        ClaimReply reply = reply("000-8");
        assertThat(reply.verdict()).startsWith("Not testable: ");
        assertThat(reply.table()).isNull();
        assertThat(reply.facts()).isNotEmpty().allMatch(fact -> fact.startsWith("Fact ("));
        assertThat(String.join("\n", lines("000-8", false)))
                .doesNotContain("Computed")
                .contains("To contest it: ");
    }

    @Test
    void aLongScenarioIsCutAndNamed() {
        assertThat(lines("002-2", false)).anyMatch(line -> line.matches(" {4}\\.\\.\\. \\(\\d+ more statements\\)"));
        assertThat(String.join(" ", lines("002-2", false)))
                .contains("(" + reply("002-2").scenario() + "):");
    }
}
