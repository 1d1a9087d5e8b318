package io.github.accelbed.reports.chart;

import java.util.Base64;

/** A drawn chart. */
public final class ChartImage {
    private final byte[] png;
    private final int width;
    private final int height;

    ChartImage(byte[] png, int width, int height) {
        this.png = png;
        this.width = width;
        this.height = height;
    }

    /**
     * The image as a file.
     *
     * @return the bytes of a PNG file
     */
    public byte[] png() {
        return png.clone();
    }

    /**
     * The image for a page that must hold everything itself.
     *
     * @return a {@code data:} URI
     */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    /**
     * The width on a page.
     *
     * @return CSS pixels; the image has {@link ChartPainter#SCALE} times as many
     */
    public int width() {
        return width;
    }

    /**
     * The height on a page.
     *
     * @return CSS pixels; the image has {@link ChartPainter#SCALE} times as many
     */
    public int height() {
        return height;
    }
}
