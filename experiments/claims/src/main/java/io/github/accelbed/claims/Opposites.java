package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.scenario.language.Scenario;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds the two of a claim's cells that are most alike and answer differently. Alike are, in this order: those of another kernel only, of
 * another row only, of another scenario only (by the number of lines that differ), then of more than one of them.
 */
final class Opposites {
    private static final int BACKEND = 100;
    private static final int SCENARIO = 1000;

    private final RunLines lines;

    Opposites(Collection<Scenario> scenarios) {
        lines = new RunLines(scenarios);
    }

    /** Both were asked the same question, and the claim speaks of both. */
    Optional<ClaimOpposite> of(Judgement judgement) {
        List<ClaimCell> cells = judgement.cells().stream()
                .filter(ClaimCell::judged)
                .filter(cell -> judgement.claim().evidence().contains(cell.evidence()))
                .filter(cell -> judgement.claim().speaksOf(cell.kernel()))
                .toList();
        ClaimCell yes = null;
        ClaimCell no = null;
        int nearest = Integer.MAX_VALUE;
        for (ClaimCell mine : cells) {
            for (ClaimCell other : cells) {
                if (mine.answer() == Answer.YES
                        && other.answer() == Answer.NO
                        && mine.evidence().question().equals(other.evidence().question())) {
                    int distance = distance(mine, other, nearest);
                    if (distance < nearest) {
                        nearest = distance;
                        yes = mine;
                        no = other;
                    }
                }
            }
        }
        return yes == null || no == null
                ? Optional.empty()
                : Optional.of(new ClaimOpposite(yes.shown(), no.shown(), changed(yes, no)));
    }

    private int distance(ClaimCell a, ClaimCell b, int limit) {
        int distance = a.backend().equals(b.backend()) ? 0 : BACKEND;
        distance += Math.abs(KernelVersion.RELEASES.indexOf(a.kernel()) - KernelVersion.RELEASES.indexOf(b.kernel()));
        if (!a.scenario().equals(b.scenario())) {
            distance += SCENARIO;
            if (distance < limit) {
                distance += changed(a, b).size() * SCENARIO;
            }
        }
        return distance;
    }

    private List<String> changed(ClaimCell a, ClaimCell b) {
        return a.scenario().equals(b.scenario()) ? List.of() : lines.changed(a.scenario(), b.scenario());
    }
}
