package io.github.accelbed.claims;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.scenario.backend.Mechanisms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

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

    /** A verdict on one kernel that turns is one, even if those over all kernels stay as they are. */
    private static ClaimAblation effect(String mechanism, Judgement whole, Judgement without) {
        if (without.broken().size() > whole.broken().size()) {
            return new ClaimAblation(
                    mechanism, ClaimAblation.Effect.BREAKS, without.broken().get(0));
        }
        List<ClaimVerdict> kernels = List.copyOf(whole.byKernel().values());
        List<ClaimVerdict> kernelsWithout = List.copyOf(without.byKernel().values());
        List<String> turned = changed(whole.verdicts(), without.verdicts(), ClaimVerdict::verdict);
        if (turned.isEmpty()) {
            turned = changed(kernels, kernelsWithout, ClaimVerdict::verdict);
        }
        if (!turned.isEmpty()) {
            return new ClaimAblation(mechanism, ClaimAblation.Effect.FLIPS, String.join("; ", turned));
        }
        List<String> moved = changed(whole.verdicts(), without.verdicts(), ClaimVerdict::reason);
        if (moved.isEmpty()) {
            moved = changed(kernels, kernelsWithout, ClaimVerdict::reason);
        }
        return new ClaimAblation(
                mechanism,
                moved.isEmpty() ? ClaimAblation.Effect.NONE : ClaimAblation.Effect.SHIFTS,
                String.join("; ", moved));
    }

    private static List<String> changed(
            List<ClaimVerdict> before, List<ClaimVerdict> after, Function<ClaimVerdict, Object> part) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (!part.apply(before.get(i)).equals(part.apply(after.get(i)))) {
                changed.add(
                        before.get(i).scope().text() + ": " + said(before.get(i)) + " becomes " + said(after.get(i)));
            }
        }
        return changed;
    }

    private static String said(ClaimVerdict verdict) {
        return verdict.verdict().text() + (verdict.reason().isEmpty() ? "" : " " + verdict.reason());
    }
}
