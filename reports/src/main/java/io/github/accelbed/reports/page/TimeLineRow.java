package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One row of a drawn time line: a step, or the same step over and over (once a page, say).
 *
 * @param lane index
 * @param label with the number of repeats, if any
 * @param startNs when the first one starts
 * @param durationNs of all of them
 * @param statementTitle of the statement that caused it
 * @param note of all of them, each once
 */
record TimeLineRow(int lane, String label, double startNs, double durationNs, String statementTitle, String note) {
    /** Rows of which a statement has at most so many; one that has more is folded into a single row. */
    static List<TimeLineRow> of(List<TimeLineEvent> events, int most) {
        List<TimeLineRow> all = of(events);
        List<TimeLineRow> rows = new ArrayList<>();
        int at = 0;
        while (at < all.size()) {
            int end = at + 1;
            while (end < all.size()
                    && all.get(end).statementTitle().equals(all.get(at).statementTitle())) {
                end++;
            }
            List<TimeLineRow> statement = all.subList(at, end);
            if (statement.size() > most) {
                rows.add(folded(statement));
            } else {
                rows.addAll(statement);
            }
            at = end;
        }
        return rows;
    }

    private static TimeLineRow folded(List<TimeLineRow> statement) {
        TimeLineRow first = statement.get(0);
        TimeLineRow last = statement.get(statement.size() - 1);
        TreeSet<String> notes = new TreeSet<>();
        statement.stream()
                .map(TimeLineRow::note)
                .filter(note -> !note.isEmpty())
                .forEach(notes::add);
        return new TimeLineRow(
                first.lane(),
                statement.size() + " rows folded: " + first.label() + " … " + last.label(),
                first.startNs(),
                statement.stream().mapToDouble(TimeLineRow::durationNs).sum(),
                first.statementTitle(),
                String.join("; ", notes));
    }

    private static List<TimeLineRow> of(List<TimeLineEvent> events) {
        List<TimeLineRow> rows = new ArrayList<>();
        int at = 0;
        while (at < events.size()) {
            int end = at + 1;
            while (end < events.size() && repeats(events.get(at), events.get(end))) {
                end++;
            }
            rows.add(row(events.subList(at, end)));
            at = end;
        }
        return rows;
    }

    private static boolean repeats(TimeLineEvent first, TimeLineEvent next) {
        return first.lane() == next.lane()
                && first.label().equals(next.label())
                && title(first).equals(title(next));
    }

    private static TimeLineRow row(List<TimeLineEvent> same) {
        TimeLineEvent first = same.get(0);
        TreeSet<String> notes = new TreeSet<>();
        for (TimeLineEvent event : same) {
            String note = event.note();
            if (note != null) {
                notes.add(note);
            }
        }
        return new TimeLineRow(
                first.lane(),
                same.size() == 1 ? first.label() : first.label() + " ×" + same.size(),
                first.startNs(),
                same.stream().mapToDouble(TimeLineEvent::durationNs).sum(),
                title(first),
                String.join("; ", notes));
    }

    private static String title(TimeLineEvent event) {
        return event.statementLine() == 0 ? event.statement() : event.statementLine() + "  " + event.statement();
    }
}
