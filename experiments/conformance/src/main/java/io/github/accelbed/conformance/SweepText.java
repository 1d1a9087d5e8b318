package io.github.accelbed.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Comparisons with several kernels as text for a terminal: a table of all first, then what each has to say alone. */
public final class SweepText {
    private SweepText() {}

    /**
     * Writes everything.
     *
     * @param sweep what was found, a kernel each
     * @return lines without their ends
     */
    public static List<String> of(List<Conformance> sweep) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-26s %-9s %16s %16s %16s %16s %12s %8s",
                "kernel",
                "modelled",
                "scenarios",
                "on devices",
                "programs",
                "device programs",
                "steps",
                "differ"));
        for (Conformance one : sweep) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-26s %-9s %16s %16s %16s %16s %,12d %,8d",
                    one.kernel().name(),
                    one.kernel().version(),
                    share(one.scenarios()),
                    share(one.devices()),
                    share(one.programs()),
                    share(one.devicePrograms()),
                    one.agreement().values().stream()
                            .mapToLong(KindCount::compared)
                            .sum(),
                    one.disagreements().size()));
        }
        lines.add("");
        lines.addAll(kinds(sweep));
        lines.add("");
        lines.addAll(leftOut(sweep));
        for (Conformance one : sweep) {
            if (!one.full() || !one.unrepeatable().isEmpty()) {
                lines.add("");
                lines.addAll(ConformanceText.differences(one));
            }
        }
        lines.add("");
        long differ =
                sweep.stream().mapToLong(one -> one.disagreements().size()).sum();
        lines.add(differ == 0 ? "full agreement on all kernels" : differ + " disagreements, each shrunk above");
        return lines;
    }

    /** Kinds of steps down, kernels across: how many steps agree, and behind a stroke how many differ. */
    private static List<String> kinds(List<Conformance> sweep) {
        TreeSet<String> kinds = new TreeSet<>();
        sweep.forEach(one -> kinds.addAll(one.agreement().keySet()));
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-22s", "step kind"));
        sweep.forEach(one ->
                head.append(String.format(Locale.ROOT, " %12s", one.kernel().version())));
        lines.add(head.toString());
        for (String kind : kinds) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", kind));
            for (Conformance one : sweep) {
                KindCount count = one.agreement().get(kind);
                line.append(String.format(Locale.ROOT, " %12s", count == null ? "-" : text(count)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Why something was not carried out, with how often on each kernel. */
    private static List<String> leftOut(List<Conformance> sweep) {
        TreeSet<String> reasons = new TreeSet<>();
        sweep.forEach(one -> reasons.addAll(one.notCarriedOut().keySet()));
        List<String> lines = new ArrayList<>(List.of("not carried out, on each kernel in turn"));
        for (String why : reasons) {
            lines.add("  "
                    + sweep.stream()
                            .map(one -> String.valueOf(one.notCarriedOut().getOrDefault(why, 0L)))
                            .collect(Collectors.joining("/"))
                    + "  " + why);
        }
        return lines;
    }

    private static String text(KindCount count) {
        return String.format(Locale.ROOT, "%,d", count.agree()) + (count.differ() == 0 ? "" : "/" + count.differ());
    }

    private static String share(Conformance.Tally tally) {
        return String.format(Locale.ROOT, "%,d of %,d", tally.agreed(), tally.carriedOut());
    }
}
