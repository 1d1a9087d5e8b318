package io.github.accelbed.reports.result;

/** A chart to be drawn: what to show, not how it looks. */
public sealed interface ChartSpec permits LineChart, BarChart, HeatChart, SpanChart {
    /**
     * What the chart says about itself.
     *
     * @return its name, title, caption, source table and note
     */
    ChartHead head();
}
