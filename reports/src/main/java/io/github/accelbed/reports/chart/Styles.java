package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.Axis;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts share: fonts, ground and axes. */
final class Styles {
    private static final float[][] DASHES = {{}, {9, 4}, {2.5f, 3.5f}, {10, 4, 2.5f, 4}};
    private static final Marker[] MARKS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_DOWN,
        SeriesMarkers.CROSS
    };

    private Styles() {}

    static void common(AxesChartStyler styler, ChartTheme theme) {
        styler.setLocale(Locale.ROOT);
        styler.setTimezone(TimeZone.getTimeZone("UTC"));
        styler.setAntiAlias(true);
        styler.setChartTitleVisible(false);
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(14);
        styler.setBaseFont(ChartFonts.plain(13));
        styler.setChartBackgroundColor(theme.background());
        styler.setPlotBackgroundColor(theme.background());
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(theme.text());
        styler.setAxisTitleFont(ChartFonts.plain(13.5f));
        styler.setAxisTickLabelsFont(ChartFonts.plain(12.5f));
        styler.setXAxisTitleColor(theme.text());
        styler.setYAxisTitleColor(theme.text());
        styler.setAxisTickLabelsColor(theme.quietText());
        styler.setAxisTickMarksColor(theme.quietText());
        styler.setPlotGridLinesColor(theme.grid());
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotMargin(4);
        styler.setAxisTitlePadding(8);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setXAxisTickMarkSpacingHint(80);
        styler.setYAxisTickMarkSpacingHint(46);
        styler.setLegendVisible(false);
        styler.setErrorBarsColorSeriesColor(true);
        styler.setXAxisTickLabelsFormattingFunction(TickText::of);
        styler.setYAxisTickLabelsFormattingFunction(TickText::of);
    }

    static void axes(AxesChartStyler styler, Axis x, Axis y) {
        styler.setXAxisLogarithmic(x.logarithmic());
        styler.setYAxisLogarithmic(y.logarithmic());
    }

    static Color colour(Look look, ChartTheme theme) {
        return new Color(look.rgb(theme));
    }

    static BasicStroke stroke(Look look) {
        float[] dash = DASHES[look.dash() % DASHES.length];
        return dash.length == 0
                ? new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    static Marker mark(Look look) {
        return MARKS[look.mark() % MARKS.length];
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
