package io.github.accelbed.reports;

import io.github.accelbed.reports.chart.ChartImage;
import io.github.accelbed.reports.chart.ChartPainter;
import io.github.accelbed.reports.chart.ChartTheme;
import io.github.accelbed.reports.data.CsvWriter;
import io.github.accelbed.reports.page.DrawnChart;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one experiment's folder holds: a CSV for each table, and each chart on a light and on a dark ground. */
final class ExperimentFiles {
    private final List<DrawnChart> charts = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    ExperimentFiles(ExperimentResult experiment, ChartPainter painter) {
        CsvWriter csv = new CsvWriter();
        for (DataTable table : experiment.tables()) {
            files.put(table.name() + ".csv", csv.csv(table).getBytes(StandardCharsets.UTF_8));
        }
        for (ChartSpec chart : experiment.charts()) {
            ChartImage light = painter.draw(chart, ChartTheme.LIGHT);
            ChartImage dark = painter.draw(chart, ChartTheme.DARK);
            charts.add(new DrawnChart(chart.head(), light, dark));
            files.put(chart.head().name() + ".png", light.png());
            files.put(chart.head().name() + ".dark.png", dark.png());
        }
    }

    List<DrawnChart> charts() {
        return charts;
    }

    /** File names with contents, in a fixed order. */
    Map<String, byte[]> files() {
        return files;
    }
}
