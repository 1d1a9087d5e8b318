package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the nearest two cells of a claim that answer differently. Nearest is, in this order: another kernel only, another row only, another
 * scenario only (by the number of lines that differ), then more than one of them.
 */
final class Opposites {
    private static final int BACKEND = 100;
    private static final int SCENARIO = 1000;

    private final RunLines lines;

    Opposites(Collection<Scenario> scenarios) {
        lines = new RunLines(scenarios);
    }

    /** Between two of the claim's own cells, or one of them and a neighbour's; both answer the same question. */
    Optional<ClaimOpposite> of(Judgement judgement, List<ClaimCell> neighbours) {
        List<ClaimCell> own =
                judgement.cells().stream().filter(ClaimCell::judged).toList();
        List<ClaimCell> others = new ArrayList<>(own);
        others.addAll(neighbours);
        List<KernelVersion> kernels =
                others.stream().map(ClaimCell::kernel).distinct().sorted().toList();
        ClaimCell from = null;
        ClaimCell to = null;
        int nearest = Integer.MAX_VALUE;
        for (ClaimCell mine : own) {
            for (ClaimCell other : others) {
                if (mine.answer() != other.answer()
                        && mine.evidence().question().equals(other.evidence().question())) {
                    int distance = distance(kernels, mine, other, nearest);
                    if (distance < nearest) {
                        nearest = distance;
                        from = mine;
                        to = other;
                    }
                }
            }
        }
        if (from == null || to == null) {
            return Optional.empty();
        }
        return Optional.of(new ClaimOpposite(
                place(from),
                from.answer().name().toLowerCase(Locale.ROOT),
                place(to),
                change(from, to),
                to.scenario()));
    }

    private static String place(ClaimCell cell) {
        return cell.scenario() + " on " + cell.backend() + " " + cell.kernel();
    }

    private int distance(List<KernelVersion> kernels, ClaimCell a, ClaimCell b, int limit) {
        int distance = a.backend().equals(b.backend()) ? 0 : BACKEND;
        distance += Math.abs(kernels.indexOf(a.kernel()) - kernels.indexOf(b.kernel()));
        if (!a.scenario().equals(b.scenario())) {
            distance += SCENARIO;
            if (distance < limit) {
                distance += changed(a, b).size() * SCENARIO;
            }
        }
        return distance;
    }

    private String change(ClaimCell a, ClaimCell b) {
        List<String> changes = new ArrayList<>();
        if (!a.kernel().equals(b.kernel())) {
            changes.add("kernel " + b.kernel() + " instead of " + a.kernel());
        }
        if (!a.backend().equals(b.backend())) {
            changes.add(b.backend() + " instead of " + a.backend());
        }
        if (!a.scenario().equals(b.scenario())) {
            List<String> lines = changed(a, b);
            changes.add(lines.isEmpty() ? b.scenario() : String.join("; ", lines));
        }
        return String.join(", ", changes);
    }

    private List<String> changed(ClaimCell a, ClaimCell b) {
        return lines.changed(name(a), name(b));
    }

    private static String name(ClaimCell cell) {
        int without = cell.scenario().indexOf(" without ");
        return without < 0 ? cell.scenario() : cell.scenario().substring(0, without);
    }
}
