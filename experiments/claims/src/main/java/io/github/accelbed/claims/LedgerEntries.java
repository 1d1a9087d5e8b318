package io.github.accelbed.claims;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimSource;
import io.github.accelbed.scenario.language.Scenario;
import java.util.List;
import java.util.Map;

/** Makes the report's records of judgements. */
public final class LedgerEntries {
    private final Opposites opposites;
    private final Map<String, List<ClaimAblation>> ablations;

    /**
     * A maker of entries.
     *
     * @param scenarios all that claims name
     * @param ablations effects by claim id; empty if none were run
     */
    public LedgerEntries(List<Scenario> scenarios, Map<String, List<ClaimAblation>> ablations) {
        opposites = new Opposites(scenarios);
        this.ablations = Map.copyOf(ablations);
    }

    /**
     * The ledger as reports show it.
     *
     * @param judgements in order
     * @return one entry a claim
     */
    public List<ClaimEntry> of(List<Judgement> judgements) {
        return judgements.stream().map(this::of).toList();
    }

    private ClaimEntry of(Judgement judgement) {
        Claim claim = judgement.claim();
        Mail mail = claim.mail();
        return new ClaimEntry(
                claim.id(),
                claim.statement(),
                new ClaimSource(mail.author(), mail.date(), mail.messageId(), mail.subject()),
                claim.speaksOf(),
                claim.sense(),
                claim.against(),
                claim.remarks(),
                claim.facts().stream()
                        .map(fact -> new ClaimFact(fact.statement(), fact.known()))
                        .toList(),
                judgement.verdicts(),
                List.copyOf(judgement.byKernel().values()),
                evidence(judgement),
                opposites.of(judgement).orElse(null),
                ablations.getOrDefault(claim.id(), List.of()));
    }

    private static List<ClaimEvidence> evidence(Judgement judgement) {
        return judgement.claim().asked().stream()
                .map(evidence -> new ClaimEvidence(
                        QuestionText.of(evidence),
                        judgement.claim().evidence().contains(evidence),
                        judgement.cells().stream()
                                .filter(cell -> cell.evidence().equals(evidence))
                                .map(ClaimCell::shown)
                                .toList()))
                .toList();
    }
}
