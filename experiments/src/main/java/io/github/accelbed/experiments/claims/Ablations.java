package io.github.accelbed.experiments.claims;

import io.github.accelbed.experiments.backend.Mechanisms;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Every testable claim judged again on kernels that lack one mechanism, to see which verdict rests on which. */
public final class Ablations {
    private final LedgerRun run;

    /**
     * Ablations.
     *
     * @param run what judges
     */
    public Ablations(LedgerRun run) {
        this.run = run;
    }

    /**
     * Leaves out each mechanism in turn.
     *
     * @param whole the judgements of the whole kernels
     * @param progress told the name of each mechanism that is done
     * @return by claim id, one effect a mechanism; nothing for claims that cannot be tested
     */
    public Map<String, List<ClaimAblation>> of(List<Judgement> whole, Consumer<String> progress) {
        List<Judgement> testable =
                whole.stream().filter(judgement -> judgement.claim().testable()).toList();
        List<Claim> claims = testable.stream().map(Judgement::claim).toList();
        Map<String, List<ClaimAblation>> effects = new LinkedHashMap<>();
        claims.forEach(claim -> effects.put(claim.id(), new ArrayList<>()));
        for (String mechanism : Mechanisms.names()) {
            List<Judgement> without = run.judge(claims, List.of(mechanism));
            for (int i = 0; i < claims.size(); i++) {
                ClaimAblation effect = effect(mechanism, testable.get(i), without.get(i));
                effects.getOrDefault(claims.get(i).id(), new ArrayList<>()).add(effect);
            }
            progress.accept(mechanism);
        }
        return effects;
    }

    /** A verdict on one kernel that turns is one, even if those over all kernels stay conditional. */
    private static ClaimAblation effect(String mechanism, Judgement whole, Judgement without) {
        List<String> turned = turned(whole.verdicts(), without.verdicts());
        if (turned.isEmpty()) {
            turned = turned(
                    List.copyOf(whole.byKernel().values()),
                    List.copyOf(without.byKernel().values()));
        }
        boolean broke = without.broken().size() > whole.broken().size();
        ClaimAblation.Effect effect = broke
                ? ClaimAblation.Effect.BREAKS
                : turned.isEmpty() ? ClaimAblation.Effect.NONE : ClaimAblation.Effect.FLIPS;
        String text = broke ? without.broken().get(0) : String.join("; ", turned);
        return new ClaimAblation(mechanism, effect, text);
    }

    private static List<String> turned(List<ClaimVerdict> before, List<ClaimVerdict> after) {
        List<String> turned = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).verdict() != after.get(i).verdict()) {
                turned.add(
                        before.get(i).scope() + ": " + before.get(i).verdict().text() + " becomes "
                                + after.get(i).verdict().text());
            }
        }
        return turned;
    }
}
