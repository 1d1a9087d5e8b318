package io.github.accelbed.app.cli;

import io.github.accelbed.app.rows.RowsPage;
import io.github.accelbed.claims.Claim;
import io.github.accelbed.claims.Ledger;
import io.github.accelbed.drivers.Experiments;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostEntry;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.mm.CowRules;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Capability;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code accelbed list}: what there is. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Show what there is.")
final class ListCommand extends Subcommand {

    /** What can be listed. */
    enum Kind {
        SCENARIOS,
        EXPERIMENTS,
        CLAIMS,
        BACKENDS,
        DEVICES,
        KERNELS,
        COSTS,
        MECHANISMS
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "scenarios, experiments, claims, backends, devices, kernels, costs or mechanisms (default: all but costs).")
    private @Nullable Kind kind;

    @Override
    public Integer call() {
        PrintWriter out = out();
        Kind chosen = kind;
        if (chosen != null) {
            list(chosen, out);
        } else {
            for (Kind each : Kind.values()) {
                if (each != Kind.COSTS) {
                    out.println(each.name().toLowerCase(Locale.ROOT) + ":");
                    list(each, out);
                    out.println();
                }
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void list(Kind kind, PrintWriter out) {
        switch (kind) {
            case SCENARIOS -> {
                for (Scenario scenario : new ScenarioFiles(Selection.vocabulary()).builtIn()) {
                    out.printf(Locale.ROOT, "%-44s %s%n", scenario.name(), scenario.title());
                }
            }
            case EXPERIMENTS -> {
                for (Experiment experiment : Experiments.all()) {
                    out.printf(Locale.ROOT, "%-20s %s%n", experiment.name(), experiment.title());
                    for (Parameter parameter : experiment.parameters()) {
                        out.printf(
                                Locale.ROOT,
                                "    %-18s %s (%d, from %d to %d %s)%n",
                                parameter.name(),
                                parameter.meaning(),
                                parameter.defaultValue(),
                                parameter.min(),
                                parameter.max(),
                                parameter.unit());
                    }
                }
            }
            case CLAIMS -> {
                for (Claim claim : Ledger.builtIn().claims()) {
                    out.printf(Locale.ROOT, "%-7s %s%n", claim.id(), claim.statement());
                }
            }
            case BACKENDS -> {
                for (AccessBackend backend : Backends.all()) {
                    list(backend, out);
                }
            }
            case DEVICES ->
                Vocabulary.DEVICES.forEach(
                        (device, queues) -> out.printf(Locale.ROOT, "%-8s %d queues unless said%n", device, queues));
            case KERNELS -> {
                for (KernelVersion version : KernelVersion.RELEASES) {
                    out.printf(
                            Locale.ROOT,
                            "%-6s mm era %s%s%s%n",
                            version,
                            CowRules.of(version).era(),
                            Scenario.DEFAULT_KERNELS.contains(version) ? ", run by default" : "",
                            version.isThinlyCovered() ? ", covered thinly" : "");
                }
                out.println(
                        "and stable releases, such as 6.1.176: mainline's with the fixes that docs/kernels.md lists");
            }
            case COSTS -> {
                for (Cost cost : Cost.values()) {
                    CostEntry entry = CostTable.defaults().entry(cost);
                    out.printf(
                            Locale.ROOT,
                            "%-32s %14.1f ns  %-10s %s%n",
                            cost.key(),
                            entry.ns(),
                            entry.verified() ? "verified" : "UNVERIFIED",
                            entry.source());
                }
            }
            case MECHANISMS -> {
                for (Ablation mechanism : Mechanisms.all()) {
                    out.printf(Locale.ROOT, "%-20s %s%n", mechanism.name(), mechanism.title());
                }
            }
        }
    }

    private static void list(AccessBackend backend, PrintWriter out) {
        List<Capability> steps = Capability.of(backend);
        out.printf(Locale.ROOT, "%-16s %s%n", backend.id(), backend.title());
        out.printf(
                Locale.ROOT,
                "    offers: %s%n",
                steps.stream()
                        .filter(Capability::everywhere)
                        .map(Capability::name)
                        .collect(Collectors.joining(", ")));
        RowsPage.skips(steps)
                .forEach((reason, names) ->
                        out.printf(Locale.ROOT, "    skips %s: %s%n", String.join(", ", names), reason));
    }
}
