package io.github.accelbed.reports.page;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.ReportDocument;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the claims' rows. */
final class ClaimBuilder {
    private static final String WITHOUT = " without ";

    private final ReportDocument document;
    private final List<String> scopes;
    private final Set<String> scenarios;

    ClaimBuilder(ReportDocument document) {
        this.document = document;
        this.scopes = document.claims().stream()
                .flatMap(claim -> claim.verdicts().stream())
                .map(ClaimVerdict::scope)
                .map(ClaimBuilder::column)
                .distinct()
                .toList();
        this.scenarios =
                document.run().scenarios().stream().map(ScenarioResult::name).collect(Collectors.toSet());
    }

    /** Threads are of different days, so {@code then (5.3)} and {@code then (4.20)} share a column. */
    private static String column(String scope) {
        int bracket = scope.indexOf(" (");
        return bracket < 0 ? scope : scope.substring(0, bracket);
    }

    List<String> scopes() {
        return scopes;
    }

    List<ClaimView> build() {
        return document.claims().stream().map(this::view).toList();
    }

    private ClaimView view(ClaimEntry claim) {
        List<@Nullable ClaimVerdict> verdicts = new ArrayList<>();
        for (String scope : scopes) {
            verdicts.add(verdict(claim, scope));
        }
        ClaimOpposite opposite = claim.opposite();
        return new ClaimView(
                claim,
                Slug.claim(claim.id()),
                verdicts,
                conditions(claim),
                claim.evidence().stream().map(this::evidence).toList(),
                opposite == null ? "" : href(opposite.scenario()),
                claim.ablations().stream()
                        .filter(ablation -> ablation.effect() != ClaimAblation.Effect.NONE)
                        .toList());
    }

    private static List<String> conditions(ClaimEntry claim) {
        ImmutableListMultimap<String, String> byReason = claim.verdicts().stream()
                .filter(verdict -> !verdict.reason().isBlank())
                .collect(ImmutableListMultimap.toImmutableListMultimap(ClaimVerdict::reason, ClaimVerdict::scope));
        boolean one = byReason.keySet().size() == 1 && claim.verdicts().size() > 1;
        return byReason.asMap().entrySet().stream()
                .map(entry -> one ? entry.getKey() : String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static @Nullable ClaimVerdict verdict(ClaimEntry claim, String scope) {
        for (ClaimVerdict verdict : claim.verdicts()) {
            if (column(verdict.scope()).equals(scope)) {
                return verdict;
            }
        }
        return null;
    }

    private String href(String scenario) {
        int without = scenario.indexOf(WITHOUT);
        String name = without < 0 ? scenario : scenario.substring(0, without);
        return scenarios.contains(name) ? "#" + Slug.scenario(name) : "";
    }

    private record Alike(String scenario, String answer, String saw) {}

    private ClaimView.EvidenceView evidence(ClaimEvidence evidence) {
        ImmutableListMultimap<Alike, ClaimAnswer> alike = Multimaps.index(
                evidence.answers(), answer -> new Alike(answer.scenario(), answer.answer(), answer.saw()));
        List<ClaimView.AnswerView> answers = new ArrayList<>();
        Multimaps.asMap(alike)
                .forEach((key, cells) -> answers.add(new ClaimView.AnswerView(
                        key.scenario(),
                        href(key.scenario()),
                        key.answer(),
                        symbol(key.answer()),
                        status(key.answer()),
                        key.saw(),
                        where(evidence.answers(), cells))));
        return new ClaimView.EvidenceView(evidence.question(), counts(evidence), answers);
    }

    private static List<Where> where(List<ClaimAnswer> all, List<ClaimAnswer> some) {
        List<Where> where = new ArrayList<>();
        for (String backend : some.stream().map(ClaimAnswer::backend).distinct().toList()) {
            where.add(Where.of(backend, kernels(some, backend), kernels(all, backend)));
        }
        return where;
    }

    private static List<String> kernels(List<ClaimAnswer> answers, String backend) {
        Set<String> kernels = new TreeSet<>(KernelOrder.OLDEST_FIRST);
        answers.stream()
                .filter(answer -> answer.backend().equals(backend))
                .forEach(answer -> kernels.add(answer.kernel()));
        return List.copyOf(kernels);
    }

    private static String counts(ClaimEvidence evidence) {
        List<String> counts = new ArrayList<>();
        for (String answer : List.of("yes", "no", "skip", "broken")) {
            if (evidence.count(answer) > 0) {
                counts.add(evidence.count(answer) + " " + answer);
            }
        }
        return String.join(", ", counts);
    }

    private static String symbol(String answer) {
        return switch (answer) {
            case "yes" -> "✓";
            case "no" -> "✗";
            case "skip" -> "–";
            default -> "!";
        };
    }

    private static String status(String answer) {
        return switch (answer) {
            case "yes" -> "s-pass";
            case "no" -> "s-fail";
            case "skip" -> "s-skip";
            default -> "s-error";
        };
    }
}
