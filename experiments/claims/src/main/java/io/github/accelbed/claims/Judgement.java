package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A claim and what the outcomes make of it.
 *
 * @param claim what is claimed
 * @param cells every answer, in the order of the evidence, backends and kernels
 * @param then on the kernel of its day
 * @param today on the newest default kernel
 * @param all over all default kernels
 * @param byKernel on each default kernel alone, oldest first
 */
public record Judgement(
        Claim claim,
        List<ClaimCell> cells,
        ClaimVerdict then,
        ClaimVerdict today,
        ClaimVerdict all,
        Map<KernelVersion, ClaimVerdict> byKernel) {

    /** Copies the collections. */
    public Judgement {
        cells = List.copyOf(cells);
        byKernel = Collections.unmodifiableMap(new TreeMap<>(byKernel));
    }

    /**
     * The three verdicts.
     *
     * @return then, today, all
     */
    public List<ClaimVerdict> verdicts() {
        return List.of(then, today, all);
    }

    /** The same verdicts with some of the cells. */
    Judgement showing(List<ClaimCell> some) {
        return new Judgement(claim, some, then, today, all, byKernel);
    }

    /**
     * What should not happen in a ledger: evidence that came to no end.
     *
     * @return one line a cell; none if all is well
     */
    public List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (ClaimCell cell : cells) {
            if (cell.answer() == Answer.BROKEN) {
                broken.add(claim.id() + ", " + cell.scenario() + " on " + cell.backend() + " " + cell.kernel() + ": "
                        + cell.saw());
            }
        }
        return broken;
    }
}
