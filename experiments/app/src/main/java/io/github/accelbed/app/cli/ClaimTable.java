package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Finding;
import io.github.accelbed.reports.result.Verdict;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints claims as a table: a line of verdicts, then the claim, then what they depend on, below one another at a terminal's width. */
final class ClaimTable {
    private static final int COLUMNS = 100;
    private static final String IN = " ".repeat(8);

    private final PrintWriter out;

    ClaimTable(PrintWriter out) {
        this.out = out;
    }

    /** What readers of the threads do not know, before everything that they do. */
    void news(List<Finding> findings) {
        out.println("What is news to readers of the threads:");
        for (Finding finding : findings) {
            Paragraph.wrap(
                            "  * ",
                            "    ",
                            finding.text() + " (" + finding.scenario() + "; "
                                    + finding.known().text() + ": " + finding.by() + ")",
                            COLUMNS)
                    .forEach(out::println);
        }
        out.println();
    }

    void print(List<ClaimEntry> claims) {
        Map<Verdict, Integer> totals = new EnumMap<>(Verdict.class);
        out.printf(Locale.ROOT, "%-7s %-13s %-13s %-13s %s%n", "claim", "then", "today", "all kernels", "who");
        for (ClaimEntry claim : claims) {
            List<ClaimVerdict> verdicts = claim.verdicts();
            out.printf(
                    Locale.ROOT,
                    "%-7s %-13s %-13s %-13s %s%n",
                    claim.id(),
                    verdicts.get(0).verdict().text(),
                    verdicts.get(1).verdict().text(),
                    verdicts.get(2).verdict().text(),
                    PlainText.line(claim.source().author()));
            wrap(claim.statement());
            claim.verdicts().stream()
                    .filter(verdict -> !verdict.reason().isEmpty())
                    .collect(Collectors.groupingBy(
                            ClaimVerdict::reason,
                            LinkedHashMap::new,
                            Collectors.mapping(verdict -> verdict.scope().text(), Collectors.joining(", "))))
                    .forEach((reason, scopes) -> wrap(scopes + ": " + reason));
            ablations(claim);
            totals.merge(verdicts.get(2).verdict(), 1, Integer::sum);
        }
        out.println();
        out.println(claims.size() + " claims; over all kernels "
                + totals.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().text())
                        .collect(Collectors.joining(", ")));
    }

    private void ablations(ClaimEntry claim) {
        for (ClaimAblation ablation : claim.ablations()) {
            if (ablation.effect() != ClaimAblation.Effect.NONE) {
                wrap("without " + ablation.mechanism() + ": " + ablation.text());
            }
        }
        if (!claim.hasTeeth()) {
            wrap("no teeth: no mechanism that can be left out changes a verdict");
        }
    }

    private void wrap(String text) {
        Paragraph.wrap(IN, IN + "  ", PlainText.line(text), COLUMNS).forEach(out::println);
    }
}
