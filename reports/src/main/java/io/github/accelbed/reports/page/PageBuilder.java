package io.github.accelbed.reports.page;

import io.github.accelbed.reports.chart.Palette;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ReportDocument;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the page's parts together. */
final class PageBuilder {
    private final ReportDocument document;
    private final Map<String, List<DrawnChart>> charts;
    private final Palette palette;

    PageBuilder(ReportDocument document, Map<String, List<DrawnChart>> charts, Palette palette) {
        this.document = document;
        this.charts = charts;
        this.palette = palette;
    }

    PageModel build() {
        Set<String> backends = new LinkedHashSet<>(document.generatedWith().backends());
        document.run()
                .scenarios()
                .forEach(scenario ->
                        scenario.cells().stream().map(CellResult::backend).forEach(backends::add));
        ScenarioBuilder scenarios = new ScenarioBuilder(
                document.claims().stream().map(ClaimEntry::id).collect(Collectors.toSet()),
                new TimeLines(document.run().scenarios()),
                new ExploredBuilder(document.run().scenarios()));
        ClaimBuilder claims = new ClaimBuilder(document);
        return new PageModel(
                document,
                Assets.text("report.css") + Assets.backendColours(backends, palette),
                Assets.text("report.js"),
                new MatrixBuilder(List.copyOf(backends)).build(document.run().scenarios()),
                document.experiments().stream()
                        .map(experiment ->
                                ExperimentBuilder.build(experiment, charts.getOrDefault(experiment.name(), List.of())))
                        .toList(),
                document.run().scenarios().stream().map(scenarios::build).toList(),
                claims.scopes(),
                claims.build(),
                document.costs().stream().filter(cost -> !cost.verified()).count());
    }
}
