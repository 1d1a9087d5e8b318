package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Places a time line's parts. */
final class TimeLineLayout {
    /** Rows after which a drawing stops: longer ones are scrolled past, not read. */
    static final int MOST_ROWS = 150;

    private static final double WIDTH = 1060;
    private static final double LANES_LEFT = 82;
    private static final double LANES_RIGHT = 862;
    private static final double BAR_WIDTH = 110;
    private static final double STRIP_TOP = 8;
    private static final double STRIP_ROW = 13;
    private static final double AFTER_STRIP = 60;
    private static final double ROW = 24;
    private static final double BOX = 19;
    private static final double CHARACTER = 6.75;
    private static final double PADDING = 7;

    private final TimeLine timeLine;
    private final List<TimeLineRow> rows;
    private final int folded;
    private final Map<String, StringBuilder> strip = new LinkedHashMap<>();
    private final List<TimeLineView.GroupView> groups = new ArrayList<>();
    private final List<TimeLineView.StepView> steps = new ArrayList<>();
    private final List<String> footnotes = new ArrayList<>();

    private TimeLineLayout(TimeLine timeLine, int most) {
        this.timeLine = timeLine;
        this.rows = TimeLineRow.of(timeLine.events(), most);
        this.folded = TimeLineRow.of(timeLine.events(), Integer.MAX_VALUE).size() - rows.size();
    }

    /** A drawing in which a statement of more than so many rows is one row. */
    static TimeLineView of(TimeLine timeLine, Where where, int most) {
        return new TimeLineLayout(timeLine, most).view(where);
    }

    private TimeLineView view(Where where) {
        double laneWidth = (LANES_RIGHT - LANES_LEFT) / timeLine.lanes().size();
        List<TimeLineView.LaneView> lanes = new ArrayList<>();
        for (int i = 0; i < timeLine.lanes().size(); i++) {
            Lane lane = timeLine.lanes().get(i);
            double left = LANES_LEFT + i * laneWidth;
            lanes.add(new TimeLineView.LaneView(
                    lane.name(), lane.kind().id(), px(left + laneWidth / 2), px(left), px(stripY(i) + 9)));
        }
        placeStrip();
        double bottom = placeSteps(laneWidth);
        List<String> notes = new ArrayList<>(footnotes);
        notes.addAll(timeLine.notes());
        if (folded > 0) {
            notes.add("Long statements are folded into one row, to keep the page small; the strip shows all.");
        }
        if (rows.size() > MOST_ROWS) {
            notes.add("Only the first " + MOST_ROWS + " of " + rows.size() + " rows are drawn; the strip shows all.");
        }
        double head = stripY(timeLine.lanes().size()) + AFTER_STRIP - ROW;
        TimeLineView.Band band = new TimeLineView.Band(
                px(head),
                px(laneWidth),
                px(bottom - head + 4),
                px(head + 15.5),
                px(stripY(timeLine.lanes().size()) + 3),
                px(stripY(timeLine.lanes().size()) + 16));
        int count = timeLine.events().size();
        String summary = Numbers.count(count) + (count == 1 ? " step, " : " steps, ") + Numbers.time(timeLine.endNs());
        String label = "Time line of " + where.backend() + " on " + where.kernels() + ": " + summary;
        return new TimeLineView(
                where,
                summary,
                label,
                px(WIDTH),
                px(bottom + 8),
                band,
                lanes,
                stripPaths(),
                ticks(),
                groups,
                steps,
                notes);
    }

    /** All bars of a kind are one path: a bar a step, in their order. */
    private void placeStrip() {
        String before = "";
        for (TimeLineEvent event : timeLine.events()) {
            double from = stripX(event.startNs());
            String width = px(Math.max(1, stripX(event.endNs()) - from));
            String bar = "M" + px(from) + " " + px(stripY(event.lane())) + "h" + width + "v10h-" + width + "z";
            // Steps without a time of their own fall on one spot, which is drawn once.
            if (!bar.equals(before)) {
                strip.computeIfAbsent(kind(event.lane()), unused -> new StringBuilder())
                        .append(bar);
            }
            before = bar;
        }
    }

    private List<TimeLineView.StripPath> stripPaths() {
        List<TimeLineView.StripPath> paths = new ArrayList<>();
        strip.forEach((kind, path) -> paths.add(new TimeLineView.StripPath(kind, path.toString())));
        return paths;
    }

    private double placeSteps(double laneWidth) {
        double longest = Math.max(
                1e-9, rows.stream().mapToDouble(TimeLineRow::durationNs).max().orElse(0));
        double y = stripY(timeLine.lanes().size()) + AFTER_STRIP;
        String statement = "";
        for (TimeLineRow row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
            String title = row.statementTitle();
            if (!title.equals(statement)) {
                groups.add(new TimeLineView.GroupView(px(y + 15.5), px(y), title));
                statement = title;
                y += ROW;
            }
            double left = LANES_LEFT + row.lane() * laneWidth + 3;
            double width = laneWidth - 6;
            String label = row.label();
            if (!row.note().isEmpty()) {
                footnotes.add("[" + (footnotes.size() + 1) + "] " + row.note());
                label += " [" + footnotes.size() + "]";
            }
            double text = label.length() * CHARACTER + 2 * PADDING;
            // A label longer than its lane runs over into the free space beside it: each row has one step only.
            boolean leftwards = text > width && left + text > LANES_RIGHT;
            steps.add(new TimeLineView.StepView(
                    kind(row.lane()),
                    px(left),
                    px(y + 2),
                    px(width),
                    px(leftwards ? left + width - PADDING : left + PADDING),
                    px(y + 15.5),
                    leftwards ? "end" : "start",
                    label,
                    Numbers.instant(row.startNs()),
                    Numbers.time(row.durationNs()),
                    px(row.durationNs() == 0 ? 0 : Math.max(1, BAR_WIDTH * row.durationNs() / longest))));
            y += ROW;
        }
        return y + (BOX - ROW) + 2;
    }

    private List<TimeLineView.Tick> ticks() {
        List<TimeLineView.Tick> ticks = new ArrayList<>();
        double end = timeLine.endNs();
        if (end <= 0) {
            return ticks;
        }
        double step = step(end / 6);
        for (int i = 0; i * step <= end; i++) {
            ticks.add(new TimeLineView.Tick(px(stripX(i * step)), Numbers.time(i * step)));
        }
        return ticks;
    }

    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double factor = least / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private double stripX(double ns) {
        double end = timeLine.endNs();
        return LANES_LEFT + (end > 0 ? (WIDTH - 24 - LANES_LEFT) * ns / end : 0);
    }

    private static double stripY(int lane) {
        return STRIP_TOP + lane * STRIP_ROW;
    }

    private String kind(int lane) {
        return timeLine.lanes().get(lane).kind().id();
    }

    private static String px(double value) {
        return Numbers.px(value);
    }
}
