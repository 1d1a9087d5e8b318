package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.conformance.calibrate.CalibratedPrice;
import io.github.accelbed.conformance.calibrate.Calibration;
import io.github.accelbed.conformance.calibrate.CostFile;
import io.github.accelbed.conformance.calibrate.Estimate;
import io.github.accelbed.model.cost.CostTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code accelbed calibrate}: measures on this machine what a user can measure, as prices for {@code --costs}. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure what the running kernel's calls and faults cost here.",
            "The table gives each price with a 95 %% interval over rounds and the shipped price beside it. With -o it"
                    + " becomes a cost file for --costs. Prices that a user cannot measure (IOMMU, VFIO, ODP) keep the"
                    + " shipped value. Needs Linux and a C compiler, no privileges; without io_uring nothing is said of"
                    + " pins."
        })
final class CalibrateCommand extends Subcommand {
    private static final String ROUNDS = "100";

    @Option(names = "-o", paramLabel = "FILE", description = "Write a cost file (default: only the table).")
    private @Nullable Path file;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = ROUNDS,
            description = "How often to measure each price (default ${DEFAULT-VALUE}, at least 6).")
    private int rounds;

    @Override
    public Integer call() throws IOException, AgentException {
        if (rounds < Calibration.MIN_ROUNDS || rounds > Calibration.MAX_ROUNDS) {
            throw refused("--rounds " + rounds + " is out of range: " + Calibration.MIN_ROUNDS + " to "
                    + Calibration.MAX_ROUNDS);
        }
        PrintWriter out = out();
        OutputFile target = file == null ? null : new OutputFile(file);
        if (target != null) {
            target.check();
        }
        err().println("accelbed: measuring, " + rounds + " rounds");
        Calibration calibration;
        try (NativeAgent agent = NativeAgent.build()) {
            calibration = Calibration.measure(agent, rounds);
        }
        print(calibration, out);
        if (target != null) {
            target.write(CostFile.text(calibration));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(Calibration calibration, PrintWriter out) {
        CostTable shipped = CostTable.defaults();
        out.println(calibration.machine() + ", " + calibration.rounds() + " rounds");
        row(out, "cost", "measured ns", "95 % interval", "samples", "shipped ns");
        for (CalibratedPrice price : calibration.prices()) {
            String key = price.cost().key();
            if (price instanceof CalibratedPrice.Measured measured) {
                Estimate estimate = measured.estimate();
                row(
                        out,
                        key,
                        CostFile.number(estimate.ns()),
                        CostFile.number(estimate.low()) + " .. " + CostFile.number(estimate.high()),
                        String.valueOf(estimate.samples()),
                        CostFile.number(shipped.entry(price.cost()).ns()));
            } else if (price instanceof CalibratedPrice.NotMeasured not) {
                out.printf(Locale.ROOT, "%-25s not measured: %s%n", key, not.reason());
            }
        }
        out.println("All other prices keep their shipped value.");
    }

    private static void row(PrintWriter out, String cost, String ns, String interval, String samples, String shipped) {
        out.printf(Locale.ROOT, "%-25s %11s  %19s  %7s  %10s%n", cost, ns, interval, samples, shipped);
    }
}
