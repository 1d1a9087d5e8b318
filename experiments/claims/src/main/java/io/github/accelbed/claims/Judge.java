package io.github.accelbed.claims;

import io.github.accelbed.claims.verdict.Condition;
import io.github.accelbed.claims.verdict.ConditionText;
import io.github.accelbed.claims.verdict.Point;
import io.github.accelbed.claims.verdict.Separation;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From answers to verdicts: a pure function, with no memory of what was expected. */
public final class Judge {
    private final List<KernelVersion> kernels;

    /**
     * A judge.
     *
     * @param kernels the default kernels, oldest first; the last is today's
     */
    public Judge(List<KernelVersion> kernels) {
        this.kernels = List.copyOf(kernels);
    }

    /**
     * Judges a claim.
     *
     * @param claim what is claimed
     * @param cells the answers to its questions
     * @return its verdicts
     */
    public Judgement judge(Claim claim, List<ClaimCell> cells) {
        KernelVersion newest = kernels.get(kernels.size() - 1);
        Map<KernelVersion, ClaimVerdict> byKernel = new TreeMap<>();
        for (KernelVersion kernel : kernels) {
            byKernel.put(kernel, verdict("on " + kernel, claim, on(cells, kernel::equals)));
        }
        return new Judgement(
                claim,
                cells,
                verdict("then (" + claim.day() + ")", claim, on(cells, claim.day()::equals)),
                verdict("today (" + newest + ")", claim, on(cells, newest::equals)),
                verdict("all kernels", claim, cells),
                byKernel);
    }

    private static List<ClaimCell> on(List<ClaimCell> cells, Predicate<KernelVersion> kernel) {
        return cells.stream().filter(cell -> kernel.test(cell.kernel())).toList();
    }

    private static ClaimVerdict verdict(String scope, Claim claim, List<ClaimCell> cells) {
        if (!claim.testable()) {
            return new ClaimVerdict(scope, Verdict.NOT_TESTABLE, claim.notTestable());
        }
        List<Point> points = points(claim.sense(), cells);
        if (points.isEmpty()) {
            return new ClaimVerdict(
                    scope, Verdict.NOT_TESTABLE, "nothing that it speaks of exists there: " + skips(cells));
        }
        Condition condition = Separation.of(points);
        if (condition instanceof Condition.Constant constant) {
            return new ClaimVerdict(scope, constant.holds() ? Verdict.HOLDS : Verdict.REFUTED, "");
        }
        return new ClaimVerdict(scope, Verdict.CONDITIONAL, new ConditionText(points).of(condition));
    }

    private static String skips(List<ClaimCell> cells) {
        return cells.stream()
                .map(cell -> cell.backend() + ": " + cell.reason())
                .distinct()
                .limit(2)
                .collect(Collectors.joining("; "));
    }

    /**
     * Answers that stand at one place become one: all of them must be yes, or, for what can happen, one of them. What can happen is not
     * told apart by scenarios, which are ways to try it.
     */
    private static List<Point> points(Sense sense, List<ClaimCell> cells) {
        boolean can = sense == Sense.CAN;
        Map<List<String>, Point> points = new LinkedHashMap<>();
        List<ClaimCell> judged =
                new ArrayList<>(cells.stream().filter(ClaimCell::judged).toList());
        judged.sort(Comparator.comparing(ClaimCell::kernel));
        for (ClaimCell cell : judged) {
            boolean yes = cell.answer() == ClaimCell.Answer.YES;
            String scenario = can ? "" : cell.scenario();
            Point point = new Point(cell.kernel().toString(), cell.backend(), scenario, yes);
            points.merge(
                    List.of(point.kernel(), point.backend(), scenario),
                    point,
                    (a, b) -> new Point(
                            a.kernel(),
                            a.backend(),
                            a.scenario(),
                            can ? a.holds() || b.holds() : a.holds() && b.holds()));
        }
        return List.copyOf(points.values());
    }
}
