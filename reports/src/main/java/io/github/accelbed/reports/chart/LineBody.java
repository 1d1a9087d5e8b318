package io.github.accelbed.reports.chart;

import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line chart in XChart's terms. */
final class LineBody {
    private static final int HEIGHT = 400;
    private static final int MOST_MARKED_POINTS = 24;

    private LineBody() {}

    static ChartPainter.Body of(LineChart spec, ChartTheme theme, Palette palette) {
        XYChart chart = new XYChartBuilder()
                .width(ChartPainter.WIDTH)
                .height(HEIGHT)
                .xAxisTitle(spec.x().label())
                .yAxisTitle(spec.y().label())
                .build();
        Styles.common(chart.getStyler(), theme);
        Styles.axes(chart.getStyler(), spec.x(), spec.y());
        chart.getStyler().setMarkerSize(8);
        // Log paper in both directions is a grey wall; the decades of y are enough to read by.
        chart.getStyler().setPlotGridVerticalLinesVisible(!spec.x().logarithmic());
        List<LineSeries> series = spec.series();
        Bounds bounds = Bounds.none();
        for (LineSeries line : series) {
            bounds = bounds.and(line.y(), line.errors());
        }
        bounds.applyTo(chart.getStyler(), spec.y());
        List<Look> looks =
                palette.ofSeries(series.stream().map(LineSeries::backend).toList());
        List<Legend.Entry> entries = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            entries.add(add(chart, series.get(i), looks.get(i), spec.form(), theme));
        }
        return new ChartPainter.Body(HEIGHT, new Legend(entries), chart::paint);
    }

    private static Legend.Entry add(XYChart chart, LineSeries line, Look look, LineForm form, ChartTheme theme) {
        double[] x = Styles.array(line.x());
        double[] y = Styles.array(line.y());
        XYSeries drawn = line.errors().isEmpty()
                ? chart.addSeries(line.name(), x, y)
                : chart.addSeries(line.name(), x, y, Styles.array(line.errors()));
        drawn.setXYSeriesRenderStyle(
                switch (form) {
                    case LINE -> XYSeries.XYSeriesRenderStyle.Line;
                    case STEP -> XYSeries.XYSeriesRenderStyle.Step;
                    case POINTS -> XYSeries.XYSeriesRenderStyle.Scatter;
                });
        Color colour = Styles.colour(look, theme);
        BasicStroke stroke = Styles.stroke(look);
        boolean marked = form == LineForm.POINTS || (form == LineForm.LINE && x.length <= MOST_MARKED_POINTS);
        drawn.setLineColor(colour);
        drawn.setMarkerColor(colour);
        drawn.setLineStyle(stroke);
        drawn.setMarker(marked ? Styles.mark(look) : SeriesMarkers.NONE);
        return new Legend.Entry(
                line.name(), colour, form == LineForm.POINTS ? null : stroke, marked ? Styles.mark(look) : null);
    }
}
