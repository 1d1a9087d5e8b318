package io.github.accelbed.explorer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of words and numbers; where it is too wide, cells of its elastic columns go on in further lines. */
final class TextTable {
    private static final String GAP = "   ";

    /** How narrow an elastic column can become. */
    private static final int NARROWEST = 24;

    /** What a column holds. */
    enum Kind {
        /** Short words, to the left. */
        WORD,
        /** Numbers, to the right. */
        NUMBER,
        /** Text, to the left, which may be broken. */
        ELASTIC
    }

    private record Head(String name, Kind kind) {}

    private final List<Head> heads = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<List<String>> below = new ArrayList<>();

    void column(String name, Kind kind) {
        heads.add(new Head(name, kind));
    }

    /**
     * Adds a row.
     *
     * @param cells one a column
     * @param remarks lines that stand below it over the whole width
     */
    void row(List<String> cells, List<String> remarks) {
        rows.add(List.copyOf(cells));
        below.add(List.copyOf(remarks));
    }

    /** Whether all of it fits, if elastic columns are as narrow as they can be. */
    boolean fits(int width) {
        int[] widths = natural();
        for (int i = 0; i < widths.length; i++) {
            if (heads.get(i).kind() == Kind.ELASTIC) {
                widths[i] = Math.min(widths[i], NARROWEST);
            }
        }
        return total(widths) <= width;
    }

    List<String> lines(int width) {
        int[] widths = natural();
        for (int i = 0; i < widths.length; i++) {
            if (heads.get(i).kind() == Kind.ELASTIC) {
                int other = total(widths) - widths[i];
                widths[i] = Math.min(widths[i], Math.max(NARROWEST, width - other));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(line(heads.stream().map(Head::name).toList(), widths));
        for (int i = 0; i < rows.size(); i++) {
            lines.addAll(line(rows.get(i), widths));
            String indent = " ".repeat(widths[0] + GAP.length());
            for (String remark : below.get(i)) {
                lines.addAll(Wrap.lines(indent + remark, width));
            }
        }
        return lines;
    }

    private int[] natural() {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heads.get(i).name().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = 0;
        for (int width : widths) {
            total += width + GAP.length();
        }
        return total - GAP.length();
    }

    private List<String> line(List<String> cells, int[] widths) {
        List<List<String>> broken = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            broken.add(Wrap.lines(cells.get(i), Math.max(1, widths[i])));
            height = Math.max(height, broken.get(i).size());
        }
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < height; at++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                String part = at < broken.get(i).size() ? broken.get(i).get(at) : "";
                boolean right = heads.get(i).kind() == Kind.NUMBER;
                parts.add(right ? " ".repeat(widths[i] - part.length()) + part : Wrap.pad(part, widths[i]));
            }
            lines.add(parts.stream().collect(Collectors.joining(GAP)).stripTrailing());
        }
        return lines;
    }
}
