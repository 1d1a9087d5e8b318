package io.github.accelbed.conformance;

import io.github.accelbed.scenario.backend.Mechanisms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A conformance as text for a terminal. */
public final class ConformanceText {
    private ConformanceText() {}

    /**
     * Writes everything.
     *
     * @param conformance what was found
     * @return lines without their ends
     */
    public static List<String> of(Conformance conformance) {
        List<String> lines = new ArrayList<>();
        RunningKernel kernel = conformance.kernel();
        lines.add("Linux " + kernel.name() + ", modelled as " + kernel.version() + "; seed " + conformance.seed());
        lines.add(tally("scenarios", conformance.scenarios()));
        lines.add(tally("programs", conformance.programs()));
        lines.add("");
        lines.add(row("step kind", "agree", "differ"));
        for (Map.Entry<String, KindCount> entry : conformance.agreement().entrySet()) {
            lines.add(row(
                    entry.getKey(),
                    number(entry.getValue().agree()),
                    number(entry.getValue().differ())));
        }
        if (!conformance.abilities().frames()) {
            lines.add("");
            lines.add("physical identity was not compared: frame numbers are shown to root only");
        }
        if (!conformance.abilities().zeroPage()) {
            lines.add("");
            lines.add("this kernel maps no zero page, unlike mainline: it was compared with the model without "
                    + Mechanisms.ZERO_PAGE);
        }
        notCarriedOut(conformance, lines);
        lines.addAll(differences(conformance));
        lines.add("");
        lines.add(
                conformance.full()
                        ? "full agreement"
                        : conformance.disagreements().size() + " disagreements, each shrunk above");
        return lines;
    }

    /** What differed once, and each disagreement. */
    static List<String> differences(Conformance conformance) {
        List<String> lines = new ArrayList<>();
        if (!conformance.unrepeatable().isEmpty()) {
            lines.add("");
            lines.add("differed once and agreed when repeated, on Linux "
                    + conformance.kernel().name());
            conformance.unrepeatable().forEach(what -> lines.add("  " + what));
        }
        conformance.disagreements().forEach(disagreement -> disagreement(disagreement, lines));
        return lines;
    }

    private static String tally(String what, Conformance.Tally tally) {
        return number(tally.all()) + " " + what + ", " + number(tally.carriedOut()) + " carried out, "
                + number(tally.agreed()) + " agree";
    }

    private static String row(String kind, String agree, String differ) {
        return String.format(Locale.ROOT, "%-22s %10s %8s", kind, agree, differ);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void notCarriedOut(Conformance conformance, List<String> lines) {
        if (conformance.notCarriedOut().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("not carried out");
        conformance
                .notCarriedOut()
                .forEach((why, count) -> lines.add(String.format(Locale.ROOT, "%10s  %s", number(count), why)));
    }

    private static void disagreement(Disagreement disagreement, List<String> lines) {
        lines.add("");
        lines.add("DISAGREEMENT: " + disagreement.name());
        int width = disagreement.steps().stream()
                .mapToInt(step -> step.step().length())
                .max()
                .orElse(0);
        String format = "  %-" + Math.max(width, 1) + "s   %-8s %-8s%s";
        lines.add(String.format(Locale.ROOT, format, "", "model", "kernel", "").stripTrailing());
        for (SideBySide step : disagreement.steps()) {
            String mark = step.differs() ? "  <-- " + (step.note().isEmpty() ? "differs" : step.note()) : "";
            lines.add(String.format(Locale.ROOT, format, step.step(), step.model(), step.kernel(), mark));
        }
        lines.add("");
        disagreement.scn().lines().forEach(line -> lines.add("  " + line));
    }
}
