package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A witness as Lincheck prints a failure: a column for each actor, a row for each statement in the order in which they were taken, a rule
 * where another actor goes on. A statement that nobody came between is one row; one that was interrupted shows its steps.
 */
final class WitnessText {
    private static final String BETWEEN = " | ";
    private static final int NARROWEST = 14;

    private final Outcome outcome;
    private final List<Piece> pieces;
    private final List<String> notes;
    private final List<String> actors;
    private final int gutter;

    WitnessText(Outcome outcome, TimeLine witness) {
        this.outcome = outcome;
        pieces = Piece.of(witness);
        notes = witness.notes();
        // Not in the order in which they come, or the columns of two outcomes of one cell would differ.
        actors = pieces.stream()
                .sorted(Comparator.comparing(Piece::rank).thenComparing(Piece::actor))
                .map(Piece::actor)
                .distinct()
                .toList();
        gutter = pieces.stream()
                .mapToInt(piece -> Integer.toString(piece.line()).length())
                .max()
                .orElse(1);
    }

    /**
     * The witness.
     *
     * @param width of a line
     */
    List<String> lines(int width) {
        boolean tooMany = actors.size() * (NARROWEST + BETWEEN.length()) + gutter > width;
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            rows.add(rows(i, tooMany));
        }
        List<String> columns = tooMany ? List.of("") : actors;
        int[] widths = widths(columns, rows, tooMany, width - gutter - columns.size() * BETWEEN.length());
        List<String> lines = new ArrayList<>();
        if (!tooMany) {
            lines.add(line("", columns, widths));
            lines.add(rule(widths, ""));
        }
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (i > 0 && !pieces.get(i - 1).actor().equals(piece.actor())) {
                lines.add(rule(widths, "switch"));
            }
            int column = tooMany ? 0 : actors.indexOf(piece.actor());
            String number = piece.line() == 0 ? "" : Integer.toString(piece.line());
            for (String row : rows.get(i)) {
                for (String part : Wrap.lines(row, widths[column])) {
                    String[] cells = new String[widths.length];
                    Arrays.fill(cells, "");
                    cells[column] = part;
                    lines.add(line(number, List.of(cells), widths));
                    number = "";
                }
            }
        }
        notes.forEach(note -> lines.addAll(Wrap.lines(note, width)));
        return lines;
    }

    private List<String> rows(int at, boolean named) {
        Piece piece = pieces.get(at);
        boolean before = pieces.subList(0, at).stream().anyMatch(piece::goesOn);
        boolean after = pieces.subList(at + 1, pieces.size()).stream().anyMatch(piece::goesOn);
        List<String> rows = new ArrayList<>();
        rows.add((named ? piece.actor() + ": " : "")
                + (before ? "... " : "")
                + piece.text()
                + (after ? " ..." : bound(piece)));
        if (before || after) {
            piece.steps().forEach(step -> rows.add("  " + step));
        }
        piece.notes().forEach(note -> rows.add("  ! " + note));
        return rows;
    }

    /** What the statement bound to its register. */
    private String bound(Piece piece) {
        int arrow = piece.text().lastIndexOf("-> ");
        String value = arrow < 0
                ? null
                : outcome.registers().get(piece.text().substring(arrow + 3).strip());
        return value == null ? "" : " = " + value;
    }

    private int[] widths(List<String> columns, List<List<String>> rows, boolean tooMany, int available) {
        int[] widths = columns.stream().mapToInt(String::length).toArray();
        for (int i = 0; i < pieces.size(); i++) {
            int column = tooMany ? 0 : actors.indexOf(pieces.get(i).actor());
            for (String row : rows.get(i)) {
                widths[column] = Math.max(widths[column], row.length());
            }
        }
        while (Arrays.stream(widths).sum() > available) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
        return widths;
    }

    private String line(String number, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ".repeat(gutter - number.length()) + number);
        for (int i = 0; i < widths.length; i++) {
            line.append(BETWEEN).append(Wrap.pad(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private String rule(int[] widths, String word) {
        StringBuilder line = new StringBuilder("-".repeat(gutter));
        String inside = word.isEmpty() ? "" : " " + word + " ";
        for (int i = 0; i < widths.length; i++) {
            String text = i == 0 && inside.length() <= widths[0] ? inside : "";
            line.append("-+-").append(text).append("-".repeat(widths[i] - text.length()));
        }
        return line.toString();
    }
}
