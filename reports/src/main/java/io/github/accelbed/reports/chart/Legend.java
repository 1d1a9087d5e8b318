package io.github.accelbed.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.style.markers.Marker;

/**
 * Which colour, line and mark is whose, above the plot. XChart's own legend sets its entries so close that a mark seems
 * to belong to the name before it.
 *
 * @param entries in the order of the series; with fewer than two there is nothing to tell apart, and nothing is drawn
 */
record Legend(List<Entry> entries) {
    private static final int LINE_HEIGHT = 22;
    private static final int SAMPLE = 30;
    private static final int AFTER_SAMPLE = 7;
    private static final int AFTER_NAME = 26;
    private static final int MARK = 8;

    /** Draws from the given corner and answers the height it took. */
    int paint(Graphics2D graphics, int left, int top, int right, ChartTheme theme) {
        if (entries.size() < 2) {
            return 0;
        }
        graphics.setFont(ChartFonts.plain(13));
        double x = left;
        int y = top + LINE_HEIGHT / 2;
        for (Entry entry : entries) {
            double width = SAMPLE + AFTER_SAMPLE + graphics.getFontMetrics().stringWidth(entry.name());
            if (x > left && x + width > right) {
                x = left;
                y += LINE_HEIGHT;
            }
            entry.paintSample(graphics, x, y);
            graphics.setStroke(new BasicStroke(1));
            graphics.setColor(theme.text());
            Pen.left(graphics, entry.name(), x + SAMPLE + AFTER_SAMPLE, y);
            x += width + AFTER_NAME;
        }
        return y + LINE_HEIGHT / 2 - top;
    }

    /**
     * One entry.
     *
     * @param name of the series
     * @param colour of the series
     * @param stroke of its line; null for a box or for marks alone
     * @param marker of its points; null for a box or for a line alone
     */
    record Entry(
            String name,
            Color colour,
            @Nullable BasicStroke stroke,
            @Nullable Marker marker) {
        static Entry box(String name, Color colour) {
            return new Entry(name, colour, null, null);
        }

        private void paintSample(Graphics2D graphics, double x, double y) {
            graphics.setColor(colour);
            if (stroke == null && marker == null) {
                graphics.fill(new Rectangle2D.Double(x + 4, y - 7, SAMPLE - 6, 14));
            }
            if (stroke != null) {
                graphics.setStroke(stroke);
                graphics.draw(new Line2D.Double(x, y, x + SAMPLE, y));
            }
            if (marker != null) {
                marker.paint(graphics, x + SAMPLE / 2.0, y, MARK);
            }
        }
    }
}
