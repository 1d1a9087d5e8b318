package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.Span;
import io.github.accelbed.reports.result.SpanChart;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Spans on lanes. Drawn by hand: XChart has no chart with names upwards and a number to the right. */
final class SpanBody implements ChartPainter.Brush {
    private static final int LANE = 34;
    private static final int MARGIN = 16;
    private static final int TOP = 10;
    private static final int BOTTOM = 60;
    private static final int BAR = 18;
    private static final float TEXT = 12.5f;

    private final SpanChart spec;
    private final ChartTheme theme;
    private final Map<String, Look> looks = new LinkedHashMap<>();
    private final double low;
    private final double high;

    private SpanBody(SpanChart spec, ChartTheme theme, Palette palette) {
        this.spec = spec;
        this.theme = theme;
        double first = spec.spans().stream().mapToDouble(Span::start).min().orElse(0);
        low = scale(first >= 0 && !spec.time().logarithmic() ? 0 : first);
        high = scale(spec.spans().stream().mapToDouble(Span::end).max().orElse(1));
        Map<String, String> states = new LinkedHashMap<>();
        spec.spans().forEach(span -> states.putIfAbsent(span.state(), span.backend()));
        List<Look> inOrder = palette.ofSeries(List.copyOf(states.values()));
        int index = 0;
        for (String state : states.keySet()) {
            looks.put(state, inOrder.get(index++));
        }
    }

    static ChartPainter.Body of(SpanChart spec, ChartTheme theme, Palette palette) {
        int height = TOP + LANE * spec.lanes().size() + BOTTOM;
        SpanBody body = new SpanBody(spec, theme, palette);
        List<Legend.Entry> entries = new ArrayList<>();
        body.looks.forEach((state, look) -> entries.add(Legend.Entry.box(state, Styles.colour(look, theme))));
        return new ChartPainter.Body(height, new Legend(entries), body);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setFont(ChartFonts.plain(TEXT));
        graphics.setStroke(new BasicStroke(1));
        double left = MARGIN + Pen.widest(graphics, spec.lanes()) + 12;
        double plot = width - left - MARGIN - 12;
        double bottom = height - BOTTOM;
        for (double tick : ticks(plot)) {
            double x = left + plot * position(tick);
            graphics.setColor(theme.grid());
            graphics.draw(new Line2D.Double(x, TOP, x, bottom));
            graphics.setColor(theme.quietText());
            Pen.centre(graphics, TickText.of(tick), x, bottom + 14);
        }
        graphics.setColor(theme.quietText());
        graphics.draw(new Line2D.Double(left, bottom, left + plot, bottom));
        for (int lane = 0; lane < spec.lanes().size(); lane++) {
            Pen.right(graphics, spec.lanes().get(lane), left - 12, TOP + (lane + 0.5) * LANE);
        }
        for (Span span : spec.spans()) {
            double from = left + plot * position(span.start());
            double to = left + plot * position(span.end());
            double y = TOP + (span.lane() + 0.5) * LANE - BAR / 2.0;
            graphics.setColor(Styles.colour(look(span.state()), theme));
            graphics.fill(new Rectangle2D.Double(from, y, Math.max(1, to - from), BAR));
        }
        graphics.setColor(theme.text());
        Pen.centre(graphics, spec.time().label(), left + plot / 2, bottom + 38);
    }

    private Look look(String state) {
        return Objects.requireNonNull(looks.get(state), "no look for the state " + state);
    }

    private List<Double> ticks(double plot) {
        List<Double> ticks = new ArrayList<>();
        if (spec.time().logarithmic()) {
            for (double power = Math.ceil(low); power <= high; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
        double step = NiceStep.atLeast((high - low) * 90 / plot);
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private double scale(double time) {
        return spec.time().logarithmic() ? Math.log10(time) : time;
    }

    private double position(double time) {
        return high > low ? (scale(time) - low) / (high - low) : 0;
    }
}
