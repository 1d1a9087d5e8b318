package io.github.accelbed.reports.page;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimScope;
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
    private final ReportDocument document;
    private final List<ClaimScope.Kind> scopes;
    private final Set<String> scenarios;

    ClaimBuilder(ReportDocument document) {
        this.document = document;
        this.scopes = document.claims().stream()
                .flatMap(claim -> claim.verdicts().stream())
                .map(verdict -> verdict.scope().kind())
                .distinct()
                .toList();
        this.scenarios =
                document.run().scenarios().stream().map(ScenarioResult::name).collect(Collectors.toSet());
    }

    /** Threads are of different days, but share a column. */
    List<String> scopes() {
        return scopes.stream().map(ClaimScope.Kind::text).toList();
    }

    List<ClaimView> build() {
        return document.claims().stream().map(this::view).toList();
    }

    private ClaimView view(ClaimEntry claim) {
        List<@Nullable ClaimVerdict> verdicts = new ArrayList<>();
        for (ClaimScope.Kind scope : scopes) {
            verdicts.add(verdict(claim, scope));
        }
        ClaimOpposite opposite = claim.opposite();
        return new ClaimView(
                claim,
                Slug.claim(claim.id()),
                verdicts,
                conditions(claim),
                claim.evidence().stream().map(this::evidence).toList(),
                opposite == null ? "" : href(opposite.no().scenario()),
                claim.ablations().stream()
                        .filter(ablation -> ablation.effect() != ClaimAblation.Effect.NONE)
                        .toList());
    }

    private static List<String> conditions(ClaimEntry claim) {
        ImmutableListMultimap<String, String> byReason = claim.verdicts().stream()
                .filter(verdict -> !verdict.reason().isBlank())
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        ClaimVerdict::reason, verdict -> verdict.scope().text()));
        boolean one = byReason.keySet().size() == 1 && claim.verdicts().size() > 1;
        return byReason.asMap().entrySet().stream()
                .map(entry -> one ? entry.getKey() : String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static @Nullable ClaimVerdict verdict(ClaimEntry claim, ClaimScope.Kind scope) {
        for (ClaimVerdict verdict : claim.verdicts()) {
            if (verdict.scope().kind() == scope) {
                return verdict;
            }
        }
        return null;
    }

    private String href(String scenario) {
        return scenarios.contains(scenario) ? "#" + Slug.scenario(scenario) : "";
    }

    private record Alike(String phrase, String scenario, ClaimAnswer.Answer answer, String saw) {}

    private ClaimView.EvidenceView evidence(ClaimEvidence evidence) {
        ImmutableListMultimap<Alike, ClaimAnswer> alike = Multimaps.index(
                evidence.answers(),
                answer -> new Alike(answer.phrase(), answer.scenario(), answer.answer(), answer.saw()));
        List<ClaimView.AnswerView> answers = new ArrayList<>();
        Multimaps.asMap(alike)
                .forEach((key, cells) -> answers.add(new ClaimView.AnswerView(
                        key.phrase(),
                        key.scenario(),
                        href(key.scenario()),
                        key.answer(),
                        status(key.answer()),
                        key.saw(),
                        where(evidence.answers(), cells))));
        return new ClaimView.EvidenceView(evidence.question(), evidence.judges(), counts(evidence), answers);
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
        for (ClaimAnswer.Answer answer : ClaimAnswer.Answer.values()) {
            if (evidence.count(answer) > 0) {
                counts.add(evidence.count(answer) + " " + answer.text());
            }
        }
        return String.join(", ", counts);
    }

    private static String status(ClaimAnswer.Answer answer) {
        return switch (answer) {
            case YES -> "s-pass";
            case NO -> "s-fail";
            case SKIP -> "s-skip";
            case BROKEN -> "s-error";
        };
    }
}
