package io.github.accelbed.app.cli;

import io.github.accelbed.drivers.Experiments;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.ExperimentWriter;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.NearestWord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accelbed experiment}: runs one experiment and writes its tables and charts. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Run one experiment; write its CSV tables and charts, and print its findings.")
final class ExperimentCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "An experiment; 'accelbed list experiments' names them all.")
    private String name = "";

    @Option(names = "--set", paramLabel = "K=V", description = "Set a parameter. Repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random (default 1).")
    private long seed;

    @Option(names = "-o", paramLabel = "DIR", description = "Where to write (default: the experiment's name).")
    private @Nullable Path folder;

    @Mixin
    private Prices prices = new Prices();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        PrintWriter err = err();
        Experiment experiment = Experiments.find(name)
                .orElseThrow(() -> refused("'" + name + "' is no experiment" + NearestWord.hint(name, names())));
        ExperimentRun run = run(experiment, prices.table(), err);
        Path target = folder == null ? Path.of(name) : folder;
        ExperimentWriter writer = new ExperimentWriter();
        writer.check(target);
        ExperimentResult result = experiment.run(run);
        writer.write(result, Backends.ids(), target);
        result.findings().forEach(out::println);
        out.println(target.toAbsolutePath().normalize());
        out.flush();
        return ExitCode.OK;
    }

    private static List<String> names() {
        return Experiments.all().stream().map(Experiment::name).toList();
    }

    private ExperimentRun run(Experiment experiment, CostTable costs, PrintWriter err) {
        List<String> known =
                experiment.parameters().stream().map(Parameter::name).toList();
        Map<String, Long> changed = new LinkedHashMap<>();
        set.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw refused("'" + key + "' is no parameter of " + name + NearestWord.hint(key, known));
            }
            try {
                changed.put(key, Long.parseLong(value));
            } catch (NumberFormatException e) {
                throw refused("'" + value + "' is no whole number for " + key);
            }
        });
        try {
            return ExperimentRun.of(experiment, changed, seed, costs, done -> err.println(name + ": " + done));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }
}
