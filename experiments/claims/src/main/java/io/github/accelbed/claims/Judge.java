package io.github.accelbed.claims;

import io.github.accelbed.claims.verdict.Point;
import io.github.accelbed.claims.verdict.Sentence;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimScope;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import io.github.accelbed.scenario.backend.Backends;
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
     * @param cells the answers to its questions, and to those that explain it
     * @return its verdicts
     */
    public Judgement judge(Claim claim, List<ClaimCell> cells) {
        KernelVersion newest = kernels.get(kernels.size() - 1);
        List<ClaimCell> judged = cells.stream()
                .filter(cell -> claim.evidence().contains(cell.evidence()))
                .sorted(Comparator.comparing(ClaimCell::kernel))
                .toList();
        Map<KernelVersion, ClaimVerdict> byKernel = new TreeMap<>();
        for (KernelVersion kernel : kernels) {
            byKernel.put(kernel, on(kernel, ClaimScope.Kind.ON, claim, judged));
        }
        return new Judgement(
                claim,
                cells,
                on(claim.day(), ClaimScope.Kind.THEN, claim, judged),
                on(newest, ClaimScope.Kind.TODAY, claim, judged),
                verdict(ClaimScope.ALL, claim, some(judged, claim::speaksOf)),
                byKernel);
    }

    private static List<ClaimCell> some(List<ClaimCell> cells, Predicate<KernelVersion> kernel) {
        return cells.stream().filter(cell -> kernel.test(cell.kernel())).toList();
    }

    private static ClaimVerdict on(KernelVersion kernel, ClaimScope.Kind kind, Claim claim, List<ClaimCell> cells) {
        ClaimScope scope = new ClaimScope(kind, kernel.toString());
        return claim.testable() && !claim.speaksOf(kernel)
                ? new ClaimVerdict(scope, Verdict.NOT_MEANT, notMeant(claim, cells))
                : verdict(scope, claim, some(cells, kernel::equals));
    }

    /** What a posting's own kernels say stays true of the posting; what became of it is said beside. */
    private static String notMeant(Claim claim, List<ClaimCell> cells) {
        String meant = "it speaks of " + (claim.posting().isEmpty() ? kernels(claim) : claim.posting());
        List<ClaimCell> others = some(cells, kernel -> !claim.speaksOf(kernel));
        if (!claim.posting().isEmpty() && others.stream().allMatch(Judge::outOfTree)) {
            return meant + ", which was never merged";
        }
        ClaimVerdict later = verdict(ClaimScope.ALL, claim, others);
        return switch (later.verdict()) {
            case HOLDS -> meant + "; it is so on all other kernels, too";
            case REFUTED ->
                verdict(ClaimScope.ALL, claim, some(cells, claim::speaksOf)).verdict() == Verdict.REFUTED
                        ? meant + "; on no other kernel is it so"
                        : meant + "; "
                                + (claim.posting().isEmpty() ? "changed in " : "changed before the merge, in ")
                                + others.get(0).kernel();
            case CONDITIONAL -> meant + "; of other kernels it is so " + later.reason();
            case NOT_TESTABLE, NOT_MEANT -> meant;
        };
    }

    private static boolean outOfTree(ClaimCell cell) {
        return Backends.find(cell.backend())
                .filter(row -> row.traits(cell.kernel()).contains(RowTrait.OUT_OF_TREE))
                .isPresent();
    }

    private static String kernels(Claim claim) {
        List<KernelVersion> all =
                KernelVersion.RELEASES.stream().filter(claim::speaksOf).toList();
        KernelVersion first = all.get(0);
        KernelVersion last = all.get(all.size() - 1);
        if (first.equals(KernelVersion.RELEASES.get(0))) {
            return "kernels up to " + last;
        }
        boolean toEnd = last.equals(KernelVersion.RELEASES.get(KernelVersion.RELEASES.size() - 1));
        return "kernels from " + first + (toEnd ? " on" : " to " + last);
    }

    private static ClaimVerdict verdict(ClaimScope scope, Claim claim, List<ClaimCell> cells) {
        if (!claim.testable()) {
            return new ClaimVerdict(scope, Verdict.NOT_TESTABLE, claim.notTestable());
        }
        Map<String, List<Point>> cases = cases(claim, cells);
        if (cases.isEmpty()) {
            return new ClaimVerdict(
                    scope, Verdict.NOT_TESTABLE, "nothing that it speaks of exists there: " + skips(cells));
        }
        List<Point> points = cases.values().stream().flatMap(List::stream).toList();
        if (points.stream().allMatch(Point::holds)) {
            return new ClaimVerdict(scope, Verdict.HOLDS, "");
        }
        if (claim.sense() == ClaimSense.UNIVERSAL) {
            return new ClaimVerdict(scope, Verdict.REFUTED, "not so " + Sentence.ofOpposite(cases));
        }
        return points.stream().noneMatch(Point::holds)
                ? new ClaimVerdict(scope, Verdict.REFUTED, "")
                : new ClaimVerdict(scope, Verdict.CONDITIONAL, Sentence.of(cases));
    }

    private static String skips(List<ClaimCell> cells) {
        return cells.stream()
                .map(cell -> cell.backend() + ": " + cell.saw())
                .distinct()
                .limit(1)
                .collect(Collectors.joining());
    }

    /**
     * Answers that stand at one place become one: all of them must be yes, or, for what can happen, one of them. What can happen is not
     * told apart by cases, which are ways to try it.
     */
    private static Map<String, List<Point>> cases(Claim claim, List<ClaimCell> cells) {
        boolean can = claim.sense() == ClaimSense.CAN;
        Map<String, Map<List<String>, Point>> cases = new LinkedHashMap<>();
        claim.evidence().stream()
                .flatMap(evidence -> evidence.cases().stream())
                .forEach(one -> cases.put(can ? "" : one.phrase(), new LinkedHashMap<>()));
        for (ClaimCell cell : cells) {
            if (cell.judged()) {
                String kernel = cell.kernel().toString();
                Point point = new Point(kernel, cell.backend(), cell.answer() == Answer.YES);
                cases.computeIfAbsent(can ? "" : cell.phrase(), unused -> new LinkedHashMap<>())
                        .merge(
                                List.of(kernel, cell.backend()),
                                point,
                                (a, b) -> new Point(
                                        kernel, cell.backend(), can ? a.holds() || b.holds() : a.holds() && b.holds()));
            }
        }
        Map<String, List<Point>> points = new LinkedHashMap<>();
        cases.forEach((phrase, places) -> {
            if (!places.isEmpty()) {
                points.put(phrase, new ArrayList<>(places.values()));
            }
        });
        return points;
    }
}
