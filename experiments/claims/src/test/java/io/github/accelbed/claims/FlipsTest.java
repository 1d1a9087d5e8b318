package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.Verdict;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A verdict that nothing could turn says nothing. {@code flips.tsv} lists for each claim that holds or is refuted on all kernels a change
 * that turns it: a mechanism that is left out ({@code without}), other rows ({@code rows}), another scenario for one of its own
 * ({@code instead}, {@code own>other}); or why there is none ({@code none}).
 */
final class FlipsTest {
    private static final Path FILE = Path.of("src/test/resources/io/github/accelbed/claims/flips.tsv");
    private static final int MOST_WITHOUT = 10;
    private static final Map<String, String[]> FLIPS = new LinkedHashMap<>();

    private static final LedgerRun RUN = run();
    private static Map<String, Judgement> whole = Map.of();

    private static LedgerRun run() {
        return new LedgerRun(Judged.scenarios(), Judged.parser(), RunSettings.defaults());
    }

    @BeforeAll
    static void judge() throws IOException {
        for (String line : Files.readAllLines(FILE)) {
            String[] cells = line.split("\t", -1);
            FLIPS.put(cells[0], cells);
        }
        whole = byId(Judged.all());
    }

    private static Map<String, Judgement> byId(List<Judgement> judgements) {
        Map<String, Judgement> byId = new LinkedHashMap<>();
        judgements.forEach(judgement -> byId.put(judgement.claim().id(), judgement));
        return byId;
    }

    /** The claim with its rows or a scenario changed. */
    static Claim changed(Claim claim, String kind, String change) {
        List<Evidence> evidence = new ArrayList<>();
        for (Evidence part : claim.evidence()) {
            List<Case> cases = new ArrayList<>();
            for (Case one : part.cases()) {
                cases.add(new Case(
                        one.phrase(),
                        one.scenarios().stream()
                                .map(scenario -> kind.equals("instead") ? other(scenario, change) : scenario)
                                .toList()));
            }
            List<String> rows = kind.equals("rows") ? List.of(change.split(",", -1)) : part.backends();
            evidence.add(new Evidence(cases, rows, part.without(), part.question()));
        }
        return new Claim(
                claim.id(),
                claim.mail(),
                claim.statement(),
                claim.speaksOf(),
                claim.sense(),
                claim.day(),
                claim.kernels(),
                claim.posting(),
                evidence,
                List.of(),
                "",
                List.of(),
                List.of(),
                "");
    }

    private static String other(String scenario, String change) {
        for (String pair : change.split(",", -1)) {
            int to = pair.indexOf('>');
            if (pair.substring(0, to).equals(scenario)) {
                return pair.substring(to + 1);
            }
        }
        return scenario;
    }

    /** Whether a verdict over all kernels or on any is another one. */
    static boolean turns(Judgement before, Judgement after) {
        return before.all().verdict() != after.all().verdict()
                || before.byKernel().keySet().stream()
                        .anyMatch(kernel -> before.byKernel().get(kernel).verdict()
                                != after.byKernel().get(kernel).verdict());
    }

    @Test
    void everyVerdictWithoutAConditionHasALineAndFewHaveNoChange() {
        assertThat(FLIPS.keySet())
                .containsExactlyElementsOf(whole.values().stream()
                        .filter(judgement -> judgement.all().verdict() == Verdict.HOLDS
                                || judgement.all().verdict() == Verdict.REFUTED)
                        .map(judgement -> judgement.claim().id())
                        .toList());
        assertThat(FLIPS.values())
                .filteredOn(cells -> cells[1].equals("none"))
                .hasSizeLessThanOrEqualTo(MOST_WITHOUT)
                .allSatisfy(cells -> assertThat(cells[2]).isNotBlank());
    }

    @Test
    void eachListedChangeTurnsAVerdict() {
        Map<String, List<Claim>> without = new LinkedHashMap<>();
        List<Claim> changed = new ArrayList<>();
        FLIPS.forEach((id, cells) -> {
            Claim claim = Ledger.builtIn().find(id).orElseThrow();
            if (cells[1].equals("without")) {
                without.computeIfAbsent(cells[2], unused -> new ArrayList<>()).add(claim);
            } else if (!cells[1].equals("none")) {
                changed.add(changed(claim, cells[1], cells[2]));
            }
        });
        Map<String, Judgement> after = byId(RUN.judge(changed, List.of()));
        without.forEach((mechanism, claims) -> after.putAll(byId(RUN.judge(claims, List.of(mechanism)))));
        assertThat(after)
                .allSatisfy((id, judgement) ->
                        assertThat(turns(whole.get(id), judgement)).as(id).isTrue());
    }
}
