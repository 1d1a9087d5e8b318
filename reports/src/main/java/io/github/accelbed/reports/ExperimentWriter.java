package io.github.accelbed.reports;

import io.github.accelbed.reports.chart.ChartFonts;
import io.github.accelbed.reports.chart.ChartPainter;
import io.github.accelbed.reports.chart.Palette;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.reports.result.ReportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes one experiment's folder: a CSV for each table, and each chart as PNG on a light and on a dark ground. */
public final class ExperimentWriter {
    /** The file by which a later run knows that it may replace the folder. */
    public static final String MARKER = ".accelbed-experiment";

    private final WriteAside aside;

    /** A writer. */
    public ExperimentWriter() {
        aside = new WriteAside(MARKER, "the experiment", Files::write);
    }

    /**
     * Refuses what {@link #write} would refuse, to be called before the experiment runs.
     *
     * @param directory where the files are to go
     * @throws ReportException if the folder holds something else, or this machine has no fonts
     */
    public void check(Path directory) {
        aside.check(directory);
        ChartFonts.check();
    }

    /**
     * Writes the folder, or nothing: an earlier one is replaced when the new one is complete.
     *
     * @param experiment what was found
     * @param backends ids that get a look of their own; needed only for backends that accelbed itself does not know
     * @param directory where it goes: a new folder, an empty one, or an earlier experiment's
     * @throws ReportException if the folder holds something else or cannot be written, or this machine has no fonts
     */
    public void write(ExperimentResult experiment, List<String> backends, Path directory) {
        check(directory);
        ChartPainter painter = new ChartPainter(new Palette(backends));
        aside.write(directory, new ExperimentFiles(experiment, painter).files());
    }
}
