package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario says of itself, made fit for a terminal: titles, values and names come from files that somebody else may have written,
 * and must neither move the cursor, nor turn the reading direction, nor look like lines of ours. Such characters are shown as Java writes them.
 */
public final class PlainText {
    private PlainText() {}

    /**
     * A result in which no text has a control character, an invisible one or a line break.
     *
     * @param result what was run
     * @return a copy for printing; data is written from the original
     */
    public static RunResult of(RunResult result) {
        return new RunResult(
                result.scenarios().stream().map(PlainText::scenario).toList());
    }

    private static ScenarioResult scenario(ScenarioResult of) {
        return new ScenarioResult(
                of.name(),
                line(of.title()),
                line(of.file()),
                of.source(),
                of.claims(),
                of.mmOnly(),
                of.cells().stream().map(PlainText::cell).toList());
    }

    private static CellResult cell(CellResult of) {
        TimeLine timeLine = of.timeLine();
        return new CellResult(
                of.backend(),
                of.kernel(),
                of.status(),
                lineOrNull(of.reason()),
                of.outcomes().stream().map(PlainText::outcome).toList(),
                of.counters(),
                of.expectations().stream()
                        .map(one -> new ExpectationResult(one.line(), line(one.text()), one.met()))
                        .toList(),
                timeLine == null ? null : timeLine(timeLine),
                of.explored(),
                false);
    }

    private static Outcome outcome(Outcome of) {
        Map<String, String> registers = new LinkedHashMap<>();
        of.registers().forEach((name, value) -> registers.put(name, line(value)));
        TimeLine witness = of.witness();
        String end = of.end();
        return new Outcome(
                registers,
                of.schedules(),
                of.counters(),
                end == null ? null : lines(end),
                of.asExpected(),
                of.faults(),
                witness == null ? null : timeLine(witness));
    }

    private static TimeLine timeLine(TimeLine of) {
        return new TimeLine(
                of.lanes(), of.events().stream().map(PlainText::event).toList(), of.notes());
    }

    private static TimeLineEvent event(TimeLineEvent of) {
        return new TimeLineEvent(
                of.lane(),
                of.label(),
                of.startNs(),
                of.durationNs(),
                of.statementLine(),
                line(of.statement()),
                lineOrNull(of.note()));
    }

    private static @Nullable String lineOrNull(@Nullable String text) {
        return text == null ? null : line(text);
    }

    /**
     * Text on one line.
     *
     * @param text of unknown origin
     * @return the same with every character escaped that a terminal would not show as it is
     */
    public static String line(String text) {
        return escaped(text, false);
    }

    /**
     * Text on some lines.
     *
     * @param text of ours, with parts of unknown origin
     * @return the same with every character but the line feed escaped that a terminal would not show as it is
     */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean linesStay) {
        if (text.codePoints().allMatch(c -> shown(c) || (linesStay && c == '\n'))) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (shown(c) || (linesStay && c == '\n')) {
                plain.appendCodePoint(c);
            } else {
                plain.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
                        });
            }
        });
        return plain.toString();
    }

    private static boolean shown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
