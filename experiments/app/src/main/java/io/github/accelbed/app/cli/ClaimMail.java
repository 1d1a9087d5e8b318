package io.github.accelbed.app.cli;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that is known of claims, for a mail: plain text, no line longer than 72 columns unless one word is. */
final class ClaimMail {
    private static final int COLUMNS = 72;
    private static final String RULE = "-".repeat(COLUMNS);

    private final StringBuilder text = new StringBuilder();

    private ClaimMail() {}

    static String text(List<ClaimEntry> claims) {
        ClaimMail mail = new ClaimMail();
        for (int i = 0; i < claims.size(); i++) {
            if (i > 0) {
                mail.line(RULE);
            }
            mail.claim(claims.get(i));
        }
        return mail.text.toString();
    }

    private void claim(ClaimEntry claim) {
        String origin = claim.source().messageId().isEmpty()
                ? "\"" + claim.source().subject() + "\""
                : "<" + claim.source().messageId() + ">";
        wrap(
                "",
                "Claim " + claim.id() + ", " + claim.source().author() + ", "
                        + claim.source().date() + ",");
        wrap("  ", origin);
        line("");
        wrap("  ", claim.statement());
        line("");
        for (ClaimVerdict verdict : claim.verdicts()) {
            String condition = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
            wrap("  ", verdict.scope().text() + "  " + verdict.verdict().text() + condition);
        }
        claim.evidence().forEach(this::evidence);
        ClaimOpposite opposite = claim.opposite();
        if (opposite != null) {
            line("");
            wrap(
                    "  ",
                    "Yes: " + opposite.yes().phrase() + " on " + opposite.yes().backend() + " "
                            + opposite.yes().kernel() + ". No: " + opposite.no().phrase() + " on "
                            + opposite.no().backend() + " " + opposite.no().kernel() + ". What differs: "
                            + opposite.change() + ".");
        }
        for (ClaimFact fact : claim.facts()) {
            line("");
            wrap("  ", "Fact (" + fact.known() + "): " + fact.statement());
        }
        if (!claim.remarks().isEmpty()) {
            line("");
            wrap("  ", "To know: " + claim.remarks());
        }
        ablations(claim);
        line("");
        wrap("", "To repeat: accelbed claims " + claim.id() + " --format text --long");
    }

    private void evidence(ClaimEvidence evidence) {
        line("");
        wrap("  ", (evidence.judges() ? "Asked: " : "To explain: ") + evidence.question());
        Set<String> all = kernels(evidence.answers());
        Multimaps.index(
                        evidence.answers(),
                        answer -> answer.answer().text() + "  " + answer.phrase() + " (" + answer.scenario() + ")")
                .asMap()
                .forEach((row, answers) -> {
                    Map<String, Collection<ClaimAnswer>> byBackend =
                            Multimaps.index(answers, ClaimAnswer::backend).asMap();
                    Multimaps.index(byBackend.keySet(), backend -> kernels(byBackend.getOrDefault(backend, List.of())))
                            .asMap()
                            .forEach((kernels, backends) -> wrap(
                                    "    ",
                                    row + " on " + String.join(", ", backends) + ": "
                                            + (kernels.equals(all) ? "every kernel" : String.join(" ", kernels))));
                });
    }

    private static Set<String> kernels(Collection<ClaimAnswer> answers) {
        return answers.stream().map(ClaimAnswer::kernel).collect(ImmutableSet.toImmutableSet());
    }

    private void ablations(ClaimEntry claim) {
        List<String> turns = new ArrayList<>();
        for (ClaimAblation ablation : claim.ablations()) {
            if (ablation.effect() == ClaimAblation.Effect.FLIPS || ablation.effect() == ClaimAblation.Effect.SHIFTS) {
                turns.add("Without " + ablation.mechanism() + ": " + ablation.text() + ".");
            }
        }
        if (!turns.isEmpty() || !claim.hasTeeth()) {
            line("");
            turns.forEach(turn -> wrap("  ", turn));
        }
        if (!claim.hasTeeth()) {
            wrap("  ", "No mechanism that can be left out changes a verdict.");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Later lines are indented by two more. */
    private void wrap(String indent, String paragraph) {
        Paragraph.wrap(indent, indent + "  ", paragraph, COLUMNS).forEach(this::line);
    }
}
