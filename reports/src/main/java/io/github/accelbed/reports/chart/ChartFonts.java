package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.ReportException;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.ToIntFunction;

/** The fonts of the charts, and whether this machine has any. */
public final class ChartFonts {
    private static final String FAMILY = Font.SANS_SERIF;
    private static final String REMEDY =
            "no fonts found for the charts: install fontconfig and a font such as DejaVu (Debian: fontconfig fonts-dejavu-core)";

    private ChartFonts() {}

    /**
     * Checks that text can be drawn, before anything is written. Also puts the JVM into headless mode: charts need no
     * display.
     *
     * @throws ReportException if this machine has no fonts, or its Java no drawing libraries
     */
    public static void check() {
        System.setProperty("java.awt.headless", "true");
        check(ChartFonts::measuredWidth);
    }

    /** The check, against any way of measuring a text's width in px. */
    static void check(ToIntFunction<String> width) {
        int measured;
        try {
            measured = width.applyAsInt("Latency [ns]");
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java reports missing fonts as any of these, depending on its version and on which part is missing.
            throw new ReportException(REMEDY, e);
        }
        if (measured <= 0) {
            throw new ReportException(REMEDY);
        }
    }

    static Font plain(float size) {
        return new Font(FAMILY, Font.PLAIN, 1).deriveFont(size);
    }

    static Font bold(float size) {
        return new Font(FAMILY, Font.BOLD, 1).deriveFont(size);
    }

    private static int measuredWidth(String text) {
        Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(plain(12)).stringWidth(text);
        } finally {
            graphics.dispose();
        }
    }
}
