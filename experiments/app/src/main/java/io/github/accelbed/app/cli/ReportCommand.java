package io.github.accelbed.app.cli;

import io.github.accelbed.claims.Ablations;
import io.github.accelbed.claims.Judgement;
import io.github.accelbed.claims.Ledger;
import io.github.accelbed.claims.LedgerEntries;
import io.github.accelbed.claims.LedgerRun;
import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.ConformanceReport;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.lab.KernelSweep;
import io.github.accelbed.drivers.Experiments;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostEntry;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.ReportWriter;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.CostUse;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.reports.result.GeneratedWith;
import io.github.accelbed.reports.result.ReportDocument;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.run.InParallel;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code accelbed report}: the main job. Runs every built-in scenario and experiment and writes the review report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Run every built-in scenario and experiment and write the review report.")
final class ReportCommand extends Subcommand {
    private static final long SEED = 1;

    @Option(
            names = "-o",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Where to write (default: report).")
    private Path folder = Path.of("report");

    @Option(
            names = "--conform",
            description =
                    "Add how well the model answers for the running kernel, or for those of --on, as 'accelbed conform'"
                            + " finds it.")
    private boolean conform;

    @Mixin
    private Kernels kernels = new Kernels();

    @Mixin
    private Prices prices = new Prices();

    @Override
    public Integer call() throws IOException, AgentException {
        if (kernels.others() && !conform) {
            throw refused("--on belongs to --conform");
        }
        kernels.check(this);
        PrintWriter out = out();
        PrintWriter err = err();
        ReportWriter writer = new ReportWriter();
        writer.check(folder);
        RunSettings settings = RunSettings.defaults().withCosts(prices.table());
        List<Scenario> scenarios = new ScenarioFiles(Selection.vocabulary()).builtIn();
        err.println("accelbed: running " + scenarios.size() + " scenarios");
        Progress progress = new Progress(err, scenarios.size());
        RunResult run = new Explorer(ExploreSettings.all(settings)).exploreOrRun(scenarios, progress::done);
        List<ExperimentResult> experiments = new ArrayList<>(experiments(settings, err));
        err.println("accelbed: judging the claims");
        List<ClaimEntry> claims = claims(scenarios, settings, err);
        KernelSweep.Swept swept =
                conform ? kernels.compare(ConformCommand.PROGRAMS, SEED, err) : KernelSweep.Swept.NOTHING;
        if (conform) {
            experiments.add(ConformanceReport.of(swept.found()));
        }
        err.println("accelbed: writing the report");
        writer.write(document(run, experiments, settings.costs(), claims), folder);
        out.println(folder.resolve("index.html").toAbsolutePath().normalize());
        out.flush();
        swept.refuseFailed();
        return swept.found().stream().allMatch(Conformance::full) ? RunCommand.exitCode(run) : ExitCode.DIFFERS;
    }

    /** Several at a time; each is deterministic by itself, and their results keep their order. */
    private static List<ExperimentResult> experiments(RunSettings settings, PrintWriter err) {
        List<Callable<ExperimentResult>> all = new ArrayList<>();
        for (Experiment experiment : Experiments.all()) {
            all.add(() -> {
                err.println("accelbed: experiment " + experiment.name());
                return experiment.run(ExperimentRun.of(
                        experiment,
                        Map.of(),
                        SEED,
                        settings.costs(),
                        done -> err.println("accelbed:   " + experiment.name() + ": " + done)));
            });
        }
        return InParallel.all(settings.threads(), all);
    }

    private static List<ClaimEntry> claims(List<Scenario> scenarios, RunSettings settings, PrintWriter err) {
        LedgerRun ledger = new LedgerRun(scenarios, new ScenarioParser(Selection.vocabulary()), settings);
        List<Judgement> judgements = ledger.judge(Ledger.builtIn().claims(), List.of());
        Map<String, List<ClaimAblation>> ablations =
                new Ablations(ledger).of(judgements, done -> err.println("accelbed:   without " + done));
        return new LedgerEntries(scenarios, ablations).of(judgements);
    }

    private ReportDocument document(
            RunResult run, List<ExperimentResult> experiments, CostTable costs, List<ClaimEntry> claims) {
        List<CostUse> rows = new ArrayList<>();
        for (Cost cost : Cost.values()) {
            CostEntry entry = costs.entry(cost);
            rows.add(new CostUse(cost.key(), entry.ns(), entry.source(), entry.verified()));
        }
        GeneratedWith with = new GeneratedWith(
                Main.VERSION,
                prices.commandLine("accelbed report" + (conform ? " --conform" + kernels.commandLine() : "")),
                SEED,
                Scenario.DEFAULT_KERNELS.stream().map(KernelVersion::toString).toList(),
                Backends.ids());
        return new ReportDocument(
                "How should a device reach the memory of a user process?",
                with,
                run,
                experiments,
                rows,
                Ledger.news(),
                claims);
    }
}
