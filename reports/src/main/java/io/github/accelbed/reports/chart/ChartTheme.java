package io.github.accelbed.reports.chart;

import java.awt.Color;

/** The colours of everything in a chart that is not data. They are the page's, so that a chart does not look pasted in. */
public enum ChartTheme {
    /** Dark on white. */
    LIGHT(0xffffff, 0x1b1f24, 0x57606a, 0xe3e6ea, 0x8a5300),
    /** Light on almost black. */
    DARK(0x1a1e24, 0xe8eaed, 0xa5adb8, 0x343b45, 0xf2b45c);

    private final Color background;
    private final Color text;
    private final Color quietText;
    private final Color grid;
    private final Color warning;

    ChartTheme(int background, int text, int quietText, int grid, int warning) {
        this.background = new Color(background);
        this.text = new Color(text);
        this.quietText = new Color(quietText);
        this.grid = new Color(grid);
        this.warning = new Color(warning);
    }

    Color background() {
        return background;
    }

    Color text() {
        return text;
    }

    Color quietText() {
        return quietText;
    }

    Color grid() {
        return grid;
    }

    Color warning() {
        return warning;
    }
}
