package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.BufferName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search of a {@link Shrinker} for one scenario.
 *
 * @param <X> what the check may throw
 */
final class Search<X extends Exception> {
    private final Mender mender;
    private final FailureCheck<X> check;
    private final Set<String> seen = new HashSet<>();
    private int checksLeft;
    private int taken;
    private Scenario best;

    Search(Mender mender, FailureCheck<X> check, int maxChecks, Scenario whole) {
        this.mender = mender;
        this.check = check;
        checksLeft = maxChecks;
        best = whole;
        seen.add(ScenarioPrinter.print(whole));
    }

    Scenario best() {
        return best;
    }

    void run() throws X {
        attempt(Edits.withExpectations(best, List.of(Edits.nothing())));
        attempt(Edits.flat(best));
        int before;
        do {
            before = taken;
            dropChunks();
            mergeNames();
            simplifySteps();
            simplifyBuffers();
            attempt(Simpler.smallValues(best));
            simplifyHeaders();
        } while (taken > before && checksLeft > 0);
    }

    /** Takes the candidate if it was not seen before and still fails. */
    private boolean attempt(@Nullable Scenario candidate) throws X {
        Scenario mended = checksLeft == 0 ? null : mender.mend(candidate);
        if (mended == null || !seen.add(ScenarioPrinter.print(mended))) {
            return false;
        }
        checksLeft--;
        if (!check.stillFails(mended)) {
            return false;
        }
        best = mended;
        taken++;
        return true;
    }

    /** From the end, where less depends on a step. */
    private void dropChunks() throws X {
        for (int chunk = Math.max(1, Edits.size(best) / 2); chunk > 0; chunk /= 2) {
            for (int end = Edits.size(best); end > 0; end = Math.min(end - chunk, Edits.size(best))) {
                int from = end - chunk;
                int to = end;
                attempt(Edits.keep(best, index -> index < from || index >= to));
            }
        }
    }

    private void mergeNames() throws X {
        int before;
        do {
            before = taken;
            for (Scenario merged : Simpler.merged(best)) {
                if (attempt(merged)) {
                    break;
                }
            }
        } while (taken > before);
    }

    private void simplifySteps() throws X {
        for (int i = 0; i < Edits.size(best); i++) {
            simplifyStep(i);
        }
    }

    private void simplifyStep(int place) throws X {
        List<Step> steps = best.steps().toList();
        for (Step form : Simpler.forms(steps.get(place), Simpler.processes(best))) {
            if (attempt(Edits.map(best, index -> index == place ? form : steps.get(index)))) {
                return;
            }
        }
    }

    private void simplifyBuffers() throws X {
        for (Map.Entry<BufferName, Integer> size : Simpler.sizes(best).entrySet()) {
            simplifyBuffer(size.getKey(), size.getValue());
        }
    }

    private void simplifyBuffer(BufferName buffer, int size) throws X {
        for (int pages : new int[] {1, 2, size / 2, size - 1}) {
            if (pages > 0 && pages < size && attempt(Simpler.smaller(best, buffer, pages))) {
                return;
            }
        }
    }

    private void simplifyHeaders() throws X {
        for (Scenario simpler : Simpler.headers(best)) {
            if (attempt(simpler)) {
                return;
            }
        }
    }
}
