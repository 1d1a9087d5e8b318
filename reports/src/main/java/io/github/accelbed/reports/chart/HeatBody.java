package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.HeatChart;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A heat map. Drawn by hand: XChart's has no logarithmic colours, writes its figures with all their digits and leaves
 * out every second row's name.
 */
final class HeatBody implements ChartPainter.Brush {
    private static final int ROW = 36;
    private static final int MARGIN = 16;
    private static final int TOP = 30;
    private static final int BOTTOM = 58;
    private static final int SCALE_WIDTH = 14;
    private static final int SCALE_ROOM = 92;
    private static final int LEAST_ROWS = 4;
    private static final float TEXT = 12.5f;

    /** How steeply column names rise that are too long to stand beside each other. */
    private static final double TURN = Math.toRadians(35);

    private final HeatChart spec;
    private final ChartTheme theme;
    private final boolean turned;
    private final int bottom;
    private final double low;
    private final double high;

    private HeatBody(HeatChart spec, ChartTheme theme) {
        this.spec = spec;
        this.theme = theme;
        double widest = Pen.widest(ChartFonts.plain(TEXT), spec.columns());
        double names = Pen.widest(ChartFonts.plain(TEXT), spec.rows());
        turned = widest + 6
                > (ChartPainter.WIDTH - names - SCALE_ROOM - 3.0 * MARGIN)
                        / spec.columns().size();
        bottom = BOTTOM + (turned ? (int) Math.ceil(widest * Math.sin(TURN)) : 0);
        low = spec.values().stream()
                .flatMap(List::stream)
                .mapToDouble(this::scale)
                .min()
                .orElse(0);
        high = spec.values().stream()
                .flatMap(List::stream)
                .mapToDouble(this::scale)
                .max()
                .orElse(1);
    }

    static ChartPainter.Body of(HeatChart spec, ChartTheme theme) {
        int rows = Math.max(LEAST_ROWS, spec.rows().size());
        HeatBody body = new HeatBody(spec, theme);
        return new ChartPainter.Body(TOP + ROW * rows + body.bottom, new Legend(List.of()), body);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setFont(ChartFonts.plain(TEXT));
        double left = MARGIN
                + Math.max(
                        Pen.widest(graphics, spec.rows()),
                        Pen.widest(graphics, List.of(spec.y().label())))
                + 10;
        double columnWidth =
                (width - left - SCALE_ROOM - MARGIN) / spec.columns().size();
        double rowHeight = (double) (height - TOP - bottom) / spec.rows().size();
        graphics.setColor(theme.text());
        Pen.right(graphics, spec.y().label(), left - 10, TOP / 2.0);
        for (int row = 0; row < spec.rows().size(); row++) {
            double y = TOP + row * rowHeight;
            graphics.setColor(theme.quietText());
            Pen.right(graphics, spec.rows().get(row), left - 10, y + rowHeight / 2);
            for (int column = 0; column < spec.columns().size(); column++) {
                double value = spec.values().get(row).get(column);
                Rectangle2D cell =
                        new Rectangle2D.Double(left + column * columnWidth + 1, y + 1, columnWidth - 2, rowHeight - 2);
                Color colour = colour(position(value));
                graphics.setColor(colour);
                graphics.fill(cell);
                graphics.setColor(readableOn(colour));
                Pen.centre(graphics, TickText.of(value), cell.getCenterX(), cell.getCenterY());
            }
        }
        graphics.setColor(theme.quietText());
        for (int column = 0; column < spec.columns().size(); column++) {
            double x = left + (column + 0.5) * columnWidth;
            if (turned) {
                Pen.rising(graphics, spec.columns().get(column), x, height - bottom + 10, TURN);
            } else {
                Pen.centre(graphics, spec.columns().get(column), x, height - bottom + 12);
            }
        }
        graphics.setColor(theme.text());
        double middle = left + spec.columns().size() * columnWidth / 2;
        Pen.centre(graphics, spec.x().label(), middle, height - 22);
        paintScale(graphics, width, height);
    }

    private void paintScale(Graphics2D graphics, int width, int height) {
        double x = width - MARGIN - SCALE_ROOM + 20;
        double end = height - bottom;
        graphics.setPaint(new GradientPaint(0, (float) end, colour(0), 0, TOP, colour(1)));
        graphics.fill(new Rectangle2D.Double(x, TOP + 1, SCALE_WIDTH, end - TOP - 2));
        graphics.setColor(theme.quietText());
        Pen.left(graphics, TickText.of(unscale(high)), x + SCALE_WIDTH + 6, TOP + 8);
        Pen.left(graphics, TickText.of(unscale(low)), x + SCALE_WIDTH + 6, end - 8);
        graphics.setColor(theme.text());
        String label = spec.value().label() + (spec.value().logarithmic() ? ", logarithmic" : "");
        Pen.right(graphics, label, width - MARGIN, TOP / 2.0);
    }

    private double scale(double value) {
        return spec.value().logarithmic() ? Math.log10(value) : value;
    }

    private double unscale(double scaled) {
        return spec.value().logarithmic() ? Math.pow(10, scaled) : scaled;
    }

    private double position(double value) {
        return high > low ? (scale(value) - low) / (high - low) : 0.5;
    }

    private Color colour(double position) {
        Color from = theme == ChartTheme.LIGHT ? new Color(0xedf4f9) : new Color(0x262f3a);
        Color to = theme == ChartTheme.LIGHT ? new Color(0x0a5c94) : new Color(0x7cc4f2);
        return new Color(
                mix(from.getRed(), to.getRed(), position),
                mix(from.getGreen(), to.getGreen(), position),
                mix(from.getBlue(), to.getBlue(), position));
    }

    private static int mix(int from, int to, double position) {
        return (int) Math.round(from + (to - from) * position);
    }

    private static Color readableOn(Color ground) {
        double brightness = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
        return brightness > 135 ? new Color(0x12161b) : Color.WHITE;
    }
}
