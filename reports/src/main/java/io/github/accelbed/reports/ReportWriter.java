package io.github.accelbed.reports;

import io.github.accelbed.reports.chart.ChartFonts;
import io.github.accelbed.reports.chart.ChartPainter;
import io.github.accelbed.reports.chart.Palette;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.page.DrawnChart;
import io.github.accelbed.reports.page.ReportPage;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.reports.result.ReportDocument;
import io.github.accelbed.reports.result.ReportException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a report's folder: {@code index.html}, which needs nothing beside it, {@code results.json} (the documented JSON
 * of the scenarios), and in {@code experiments/NAME/} each experiment's figures as CSV and charts as PNG.
 */
public final class ReportWriter {
    /** The file by which a later run knows that it may replace the folder. */
    public static final String MARKER = ".accelbed-report";

    private static final String WHAT = "the report";

    private final WriteAside aside;

    /** A writer. */
    public ReportWriter() {
        this(Files::write);
    }

    /** A writer whose files go through the given sink. */
    ReportWriter(WriteAside.Sink sink) {
        aside = new WriteAside(MARKER, WHAT, sink);
    }

    /**
     * Refuses what {@link #write} would refuse. Meant to be called before the work that fills the document, so that
     * nobody waits for a report that cannot be written.
     *
     * @param directory where the report is to go
     * @throws ReportException if the folder holds something else, or this machine has no fonts
     */
    public void check(Path directory) {
        aside.check(directory);
        ChartFonts.check();
    }

    /**
     * Writes the report, or nothing: an earlier report is replaced when the new one is complete. Folders above it are
     * made as needed.
     *
     * @param document what to show
     * @param directory where it goes: a new folder, an empty one, or an earlier report
     * @throws ReportException if the folder holds something else or cannot be written, or this machine has no fonts
     */
    public void write(ReportDocument document, Path directory) {
        check(directory);
        Palette palette = new Palette(document.generatedWith().backends());
        ChartPainter painter = new ChartPainter(palette);
        Map<String, List<DrawnChart>> charts = new LinkedHashMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        // Drawing is most of the work, and each experiment's pictures are its own.
        List<ExperimentFiles> all = document.experiments().parallelStream()
                .map(experiment -> new ExperimentFiles(experiment, painter))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            ExperimentResult experiment = document.experiments().get(i);
            ExperimentFiles drawn = all.get(i);
            charts.put(experiment.name(), drawn.charts());
            drawn.files()
                    .forEach((name, content) -> files.put("experiments/" + experiment.name() + "/" + name, content));
        }
        files.put("results.json", utf8(new JsonWriter().json(document.run(), document.claims())));
        files.put("index.html", utf8(new ReportPage().html(document, charts, palette)));
        aside.write(directory, files);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
