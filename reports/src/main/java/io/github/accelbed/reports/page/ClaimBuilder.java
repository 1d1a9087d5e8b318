package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.ReportDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the claims' rows. */
final class ClaimBuilder {
    private final ReportDocument document;
    private final List<String> scopes;

    ClaimBuilder(ReportDocument document) {
        this.document = document;
        this.scopes = document.claims().stream()
                .flatMap(claim -> claim.verdicts().stream())
                .map(ClaimVerdict::scope)
                .distinct()
                .toList();
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
        return new ClaimView(
                claim,
                Slug.claim(claim.id()),
                verdicts,
                claim.verdicts().stream()
                        .map(ClaimVerdict::reason)
                        .filter(reason -> !reason.isBlank())
                        .distinct()
                        .toList(),
                document.run().scenarios().stream()
                        .filter(scenario -> scenario.claims().contains(claim.id()))
                        .map(scenario ->
                                new ClaimView.ScenarioLink(scenario.name(), "#" + Slug.scenario(scenario.name())))
                        .toList());
    }

    private static @Nullable ClaimVerdict verdict(ClaimEntry claim, String scope) {
        for (ClaimVerdict verdict : claim.verdicts()) {
            if (verdict.scope().equals(scope)) {
                return verdict;
            }
        }
        return null;
    }
}
