package io.github.accelbed.reports.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.Collection;

/** Text where a chart drawn by hand wants it. */
final class Pen {
    private Pen() {}

    static double widest(Graphics2D graphics, Iterable<String> texts) {
        double widest = 0;
        for (String text : texts) {
            widest = Math.max(widest, graphics.getFontMetrics().stringWidth(text));
        }
        return widest;
    }

    /** Before there is anything to draw on. */
    static double widest(Font font, Collection<String> texts) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        return texts.stream()
                .mapToDouble(text -> font.getStringBounds(text, context).getWidth())
                .max()
                .orElse(0);
    }

    /** Text that rises to end at x and y. */
    static void rising(Graphics2D graphics, String text, double x, double y, double radians) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-radians, x, y);
        right(graphics, text, x, y);
        graphics.setTransform(before);
    }

    /** Text that begins at x, its middle at y. */
    static void left(Graphics2D graphics, String text, double x, double y) {
        graphics.drawString(text, (float) x, (float) (y + drop(graphics)));
    }

    /** Text that ends at x, its middle at y. */
    static void right(Graphics2D graphics, String text, double x, double y) {
        left(graphics, text, x - graphics.getFontMetrics().stringWidth(text), y);
    }

    /** Text around x and y. */
    static void centre(Graphics2D graphics, String text, double x, double y) {
        left(graphics, text, x - graphics.getFontMetrics().stringWidth(text) / 2.0, y);
    }

    private static double drop(Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics();
        return (metrics.getAscent() - metrics.getDescent()) / 2.0;
    }
}
