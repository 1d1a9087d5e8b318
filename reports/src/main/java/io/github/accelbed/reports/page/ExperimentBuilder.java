package io.github.accelbed.reports.page;

import io.github.accelbed.reports.data.Values;
import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import java.util.List;
import java.util.stream.IntStream;

/** Makes an experiment's section. */
final class ExperimentBuilder {
    private static final int MOST_ROWS = 40;

    private ExperimentBuilder() {}

    static ExperimentView build(ExperimentResult experiment, List<DrawnChart> charts) {
        String folder = "experiments/" + experiment.name() + "/";
        return new ExperimentView(
                experiment,
                Slug.experiment(experiment.name()),
                charts.stream().map(chart -> chart(chart, folder)).toList(),
                experiment.tables().stream().map(table -> table(table, folder)).toList());
    }

    private static ChartView chart(DrawnChart chart, String folder) {
        return new ChartView(
                chart.head(),
                chart.light().dataUri(),
                chart.dark().dataUri(),
                chart.light().width(),
                chart.light().height(),
                folder + chart.head().name() + ".png",
                folder + chart.head().table() + ".csv");
    }

    private static ExperimentView.Table table(DataTable table, String folder) {
        List<Boolean> numeric = IntStream.range(0, table.columns().size())
                .mapToObj(column -> table.rows().stream().allMatch(row -> row.get(column) instanceof Number))
                .toList();
        List<List<String>> rows = table.rows().size() > MOST_ROWS
                ? List.of()
                : table.rows().stream()
                        .map(row -> row.stream().map(Values::text).toList())
                        .toList();
        return new ExperimentView.Table(
                table.name(),
                folder + table.name() + ".csv",
                table.columns().stream().map(Column::header).toList(),
                numeric,
                rows,
                table.rows().size());
    }
}
