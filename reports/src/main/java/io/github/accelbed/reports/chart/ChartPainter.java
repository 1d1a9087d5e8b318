package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.ReportException;
import io.github.accelbed.reports.result.SpanChart;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws charts as PNG at {@value #SCALE} times their size on the page.
 *
 * <p>Title, notes and legend are drawn here rather than by XChart, which neither wraps a title nor knows a second line (see {@code Legend} for the legend).
 */
public final class ChartPainter {
    /** Pixels of the image for one of the page. */
    public static final int SCALE = 2;
    /** Width on the page, in CSS pixels; the image is {@link #SCALE} times as wide. */
    public static final int WIDTH = 1000;

    private static final int MARGIN = 16;
    private static final int GAP = 6;
    private static final Font TITLE = ChartFonts.bold(17);
    private static final Font NOTE = ChartFonts.plain(12.5f);

    private final Palette palette;

    /**
     * A painter.
     *
     * @param palette the looks of the backends
     */
    public ChartPainter(Palette palette) {
        this.palette = palette;
    }

    /**
     * Draws one chart.
     *
     * @param spec what to draw
     * @param theme the ground and the colours
     * @return the image, the same every time on one machine
     */
    public ChartImage draw(ChartSpec spec, ChartTheme theme) {
        Body body = body(spec, theme);
        BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D measure = probe.createGraphics();
        int top = header(measure, spec.head(), body.legend(), theme);
        measure.dispose();

        BufferedImage image =
                new BufferedImage(WIDTH * SCALE, (top + body.height()) * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(theme.background());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.scale(SCALE, SCALE);
        header(graphics, spec.head(), body.legend(), theme);
        graphics.translate(0, top);
        body.brush().paint(graphics, WIDTH, body.height());
        graphics.dispose();
        return new ChartImage(encode(image), WIDTH, top + body.height());
    }

    private Body body(ChartSpec spec, ChartTheme theme) {
        if (spec instanceof LineChart line) {
            return LineBody.of(line, theme, palette);
        }
        if (spec instanceof BarChart bar) {
            return BarBody.of(bar, theme, palette);
        }
        if (spec instanceof HeatChart heat) {
            return HeatBody.of(heat, theme);
        }
        if (spec instanceof SpanChart span) {
            return SpanBody.of(span, theme, palette);
        }
        throw new IllegalArgumentException("no way to draw " + spec);
    }

    /** Draws title, note and legend, and answers the height they take. */
    private static int header(Graphics2D graphics, ChartHead head, Legend legend, ChartTheme theme) {
        int y = MARGIN;
        graphics.setFont(TITLE);
        graphics.setColor(theme.text());
        y = paragraph(graphics, head.title(), y);
        String note = head.note();
        if (note != null) {
            graphics.setFont(NOTE);
            graphics.setColor(theme.warning());
            y = paragraph(graphics, "⚠ Note: " + note, y + GAP / 2);
        }
        y += GAP;
        return y + legend.paint(graphics, MARGIN, y, WIDTH - MARGIN, theme);
    }

    private static int paragraph(Graphics2D graphics, String text, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        List<String> lines = TextWrap.lines(text, metrics::stringWidth, WIDTH - 2 * MARGIN);
        int y = top;
        for (String line : lines) {
            graphics.drawString(line, MARGIN, y + metrics.getAscent());
            y += metrics.getHeight();
        }
        return y;
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(Indexed.of(image), "png", out)) {
                throw new ReportException("this Java cannot write PNG images");
            }
        } catch (IOException e) {
            throw new ReportException("a chart could not be encoded: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    /**
     * A chart below its title.
     *
     * @param height in CSS pixels
     * @param legend of its series
     * @param brush draws it
     */
    record Body(int height, Legend legend, Brush brush) {}

    /** Draws on a ground that is already there. */
    interface Brush {
        void paint(Graphics2D graphics, int width, int height);
    }
}
