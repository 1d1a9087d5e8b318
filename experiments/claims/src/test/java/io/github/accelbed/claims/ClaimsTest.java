package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.scenario.language.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every claim on every kernel, against the verdicts that a reviewer has read: a drift is a difference in {@code verdicts.tsv}.
 *
 * <p>{@code -Dclaims.refresh=true} writes the file again.
 */
final class ClaimsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/github/accelbed/claims/verdicts.tsv");

    private static List<Judgement> judgements = List.of();

    @BeforeAll
    static void judge() {
        judgements = Judged.all();
    }

    private static List<ClaimVerdict> verdicts(Judgement judgement) {
        List<ClaimVerdict> verdicts = new ArrayList<>(judgement.verdicts());
        verdicts.addAll(judgement.byKernel().values());
        return verdicts;
    }

    private static String said(ClaimVerdict verdict) {
        return verdict.verdict().text() + "\t" + verdict.reason();
    }

    /** What the file says, by claim and scope. */
    private static Map<String, String> golden() throws IOException {
        Map<String, String> golden = new LinkedHashMap<>();
        if (Files.exists(GOLDEN)) {
            for (String line : Files.readAllLines(GOLDEN)) {
                String[] cells = line.split("\t", -1);
                golden.put(cells[0] + "\t" + cells[1], cells[2] + "\t" + cells[3]);
            }
        }
        return golden;
    }

    private static void refresh() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Judgement judgement : judgements) {
            for (ClaimVerdict verdict : verdicts(judgement)) {
                text.append(judgement.claim().id())
                        .append('\t')
                        .append(verdict.scope().text())
                        .append('\t')
                        .append(said(verdict))
                        .append('\n');
            }
        }
        Files.createDirectories(GOLDEN.getParent());
        Files.writeString(GOLDEN, text);
    }

    @TestFactory
    Stream<DynamicNode> claims() throws IOException {
        if (Boolean.getBoolean("claims.refresh")) {
            refresh();
        }
        Map<String, String> golden = golden();
        return judgements.stream().map(judgement -> claim(judgement, golden));
    }

    private static DynamicNode claim(Judgement judgement, Map<String, String> golden) {
        String id = judgement.claim().id();
        return dynamicContainer(
                id + " " + judgement.claim().statement(),
                verdicts(judgement).stream().map(verdict -> {
                    String expected =
                            golden.getOrDefault(id + "\t" + verdict.scope().text(), "nothing\t");
                    String name = verdict.scope().text() + " claim " + id + " "
                            + expected.strip().replace('\t', ' ');
                    return dynamicTest(
                            name, () -> assertThat(said(verdict)).as(name).isEqualTo(expected));
                }));
    }

    @Test
    void noEvidenceBreaks() {
        assertThat(judgements).flatMap(Judgement::broken).isEmpty();
    }

    @Test
    void noSentenceNamesAScenario() {
        List<String> names = Judged.scenarios().stream().map(Scenario::name).toList();
        assertThat(judgements)
                .flatMap(ClaimsTest::verdicts)
                .extracting(ClaimVerdict::reason)
                .allSatisfy(reason -> assertThat(names).noneMatch(reason::contains));
    }

    @Test
    void theFileHasNoVerdictOfAClaimThatIsGone() throws IOException {
        if (System.getProperty("claims", "").isBlank()) {
            List<String> all = judgements.stream()
                    .flatMap(judgement -> verdicts(judgement).stream()
                            .map(verdict -> judgement.claim().id() + "\t"
                                    + verdict.scope().text()))
                    .toList();
            assertThat(golden().keySet()).containsExactlyElementsOf(all);
        }
    }
}
