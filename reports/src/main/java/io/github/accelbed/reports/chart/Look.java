package io.github.accelbed.reports.chart;

/**
 * How one backend (or one series of another kind) looks everywhere: colour, and line and mark, so that nobody depends on
 * colour alone.
 *
 * @param light colour on a light ground, as 0xRRGGBB
 * @param dark colour on a dark ground, as 0xRRGGBB
 * @param dash index of the line's pattern; 0 is a full line
 * @param mark index of the mark at each point
 */
public record Look(int light, int dark, int dash, int mark) {
    /**
     * The colour in a theme.
     *
     * @param theme on whose ground it is drawn
     * @return 0xRRGGBB
     */
    public int rgb(ChartTheme theme) {
        return theme == ChartTheme.LIGHT ? light : dark;
    }

    /**
     * The colour in a theme, as style sheets spell it.
     *
     * @param theme on whose ground it is drawn
     * @return {@code #rrggbb}
     */
    public String css(ChartTheme theme) {
        return String.format("#%06x", rgb(theme));
    }
}
