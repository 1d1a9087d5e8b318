package io.github.accelbed.fuzzer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as text: tables of counts, then each mistake with its smallest program. */
public final class FuzzText {
    private static final int WIDTH = 100;

    private FuzzText() {}

    /**
     * Writes a report.
     *
     * @param report what came out
     * @return lines
     */
    public static List<String> of(FuzzReport report) {
        Counts counts = report.counts();
        List<String> lines = new ArrayList<>();
        for (Counts.Table table : Counts.Table.values()) {
            lines.addAll(wrapped(table.title(), counts.of(table)));
        }
        lines.add(number(counts.programs()) + " programs, " + number(counts.special())
                + " with a kill, preempt or an event; " + number(counts.both()) + " explored by states and by orders, "
                + number(counts.manyStates()) + " of them with over 100 states; " + number(counts.states())
                + " states in all; digest " + Long.toHexString(counts.digest()));
        for (Found found : report.found()) {
            lines.add("");
            lines.add(number(found.programs())
                    + (found.programs() == 1 ? " program: " : " programs: ")
                    + found.first().kind().text());
            found.text().lines().forEach(lines::add);
        }
        if (report.found().isEmpty()) {
            lines.add("nothing is wrong");
        }
        return lines;
    }

    private static List<String> wrapped(String title, Map<String, Long> counts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(title).append(':');
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            String next = " " + count.getKey() + " " + number(count.getValue()) + ",";
            if (line.length() + next.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("   ");
            }
            line.append(next);
        }
        lines.add(line.substring(0, line.length() - (counts.isEmpty() ? 0 : 1)));
        return lines;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
