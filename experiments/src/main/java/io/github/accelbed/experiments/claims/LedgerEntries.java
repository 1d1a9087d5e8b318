package io.github.accelbed.experiments.claims;

import io.github.accelbed.reports.result.ClaimEntry;
import java.util.List;

/** Makes the report's records of judgements. */
public final class LedgerEntries {
    private LedgerEntries() {}

    /**
     * The ledger as reports show it.
     *
     * @param judgements in order
     * @return one entry a claim
     */
    public static List<ClaimEntry> of(List<Judgement> judgements) {
        return judgements.stream().map(LedgerEntries::of).toList();
    }

    private static ClaimEntry of(Judgement judgement) {
        Claim claim = judgement.claim();
        return new ClaimEntry(
                claim.id(),
                claim.statement(),
                claim.mail().author(),
                claim.mail().date(),
                claim.mail().messageId(),
                judgement.verdicts());
    }
}
