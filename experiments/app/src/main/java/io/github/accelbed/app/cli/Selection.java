package io.github.accelbed.app.cli;

import io.github.accelbed.claims.Ledger;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose backends, kernels, prices and the seed; mixed into the commands that run something. */
final class Selection {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--backend",
            split = ",",
            paramLabel = "ID",
            description =
                    "Run on these rows instead of the scenario's own; 'all' for every one. Repeatable, or a comma list.")
    private List<String> backends = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "X.Y",
            description =
                    "Run on these kernels instead of the scenario's own: releases (6.1, 6.1.176), ranges (5.8..5.12, ..5.7,"
                            + " 6.1..) or 'all'. Repeatable, or a list.")
    private List<String> kernels = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random (default 1).")
    private long seed;

    @Mixin
    private Prices prices = new Prices();

    long seed() {
        return seed;
    }

    List<String> backends() {
        try {
            return Backends.choose(backends);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    List<KernelVersion> kernels() {
        Set<KernelVersion> chosen = new TreeSet<>();
        for (String text : kernels) {
            try {
                chosen.addAll(VersionRange.list(text));
            } catch (IllegalArgumentException e) {
                throw usage(e.getMessage() == null ? text : e.getMessage());
            }
        }
        return List.copyOf(chosen);
    }

    RunSettings settings() throws IOException {
        return new RunSettings(
                backends(), kernels(), prices.table(), Runtime.getRuntime().availableProcessors(), true);
    }

    static Vocabulary vocabulary() {
        return Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());
    }

    private CommandLine.ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not mixed in");
        }
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
