package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.AxesChartStyler;

/** A bar chart in XChart's terms. */
final class BarBody {
    private static final int HEIGHT = 400;
    private static final int PLOT_WIDTH = ChartPainter.WIDTH - 110;
    private static final int MOST_LABELLED_BARS = 14;

    private BarBody() {}

    static ChartPainter.Body of(BarChart spec, ChartTheme theme, Palette palette) {
        double widest = Pen.widest(ChartFonts.plain(12.5f), spec.categories());
        boolean turned = widest + 10 > (double) PLOT_WIDTH / spec.categories().size();
        int height = turned ? HEIGHT + (int) Math.round(widest * 0.5) : HEIGHT;
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartPainter.WIDTH)
                .height(height)
                .xAxisTitle(spec.x().label())
                .yAxisTitle(spec.y().label())
                .build();
        Styles.common(chart.getStyler(), theme);
        Styles.axes(chart.getStyler(), spec.x(), spec.y());
        List<BarSeries> series = spec.series();
        chart.getStyler().setAvailableSpaceFill(series.size() == 1 ? 0.55 : 0.8);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(null);
        chart.getStyler().setErrorBarsColorSeriesColor(false);
        chart.getStyler().setErrorBarsColor(theme.text());
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setXAxisLabelRotation(turned ? 35 : 0);
        if (turned) {
            // A turned label ends at its tick.
            chart.getStyler().setXAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
            chart.getStyler().setXAxisLabelAlignmentVertical(AxesChartStyler.TextAlignment.Right);
        }
        chart.getStyler().setXAxisMaxLabelCount(spec.categories().size());
        boolean labelled = series.size() * spec.categories().size() <= MOST_LABELLED_BARS
                && series.stream().allMatch(bars -> bars.errors().isEmpty());
        chart.getStyler().setLabelsVisible(labelled);
        chart.getStyler().setLabelsPosition(1.06);
        chart.getStyler().setLabelsFont(ChartFonts.plain(12));
        chart.getStyler().setLabelsFontColorAutomaticEnabled(false);
        chart.getStyler().setLabelsFontColor(theme.text());
        Bounds bounds = Bounds.none();
        for (BarSeries bars : series) {
            bounds = bounds.and(bars.values(), bars.errors());
        }
        bounds.applyTo(chart.getStyler(), spec.y());
        List<Look> looks =
                palette.ofSeries(series.stream().map(BarSeries::backend).toList());
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            BarSeries bars = series.get(i);
            CategorySeries drawn = bars.errors().isEmpty()
                    ? chart.addSeries(bars.name(), spec.categories(), bars.values())
                    : chart.addSeries(bars.name(), spec.categories(), bars.values(), bars.errors());
            drawn.setFillColor(Styles.colour(looks.get(i), theme));
            entries.add(Legend.Entry.box(bars.name(), drawn.getFillColor()));
        }
        return new ChartPainter.Body(height, new Legend(entries), chart::paint);
    }
}
