package io.github.accelbed.experiments.claims;

import io.github.accelbed.experiments.language.Expectation;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.run.RunSettings;
import io.github.accelbed.experiments.run.ScenarioRunner;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every cell that some evidence needs is run once, and asked all that anybody asks of it. */
final class Trials {

    /** A cell: the mechanisms left out, scenario, row and kernel. */
    private record Place(List<String> without, String scenario, String backend, KernelVersion kernel) {}

    private static final class Asked {
        private final Scenario scenario;
        private final Set<String> backends = new LinkedHashSet<>();
        private final Set<KernelVersion> kernels = new LinkedHashSet<>();
        private final Map<String, Expectation> conditions = new LinkedHashMap<>();

        Asked(Scenario scenario) {
            this.scenario = scenario;
        }

        Scenario ready(List<String> without) {
            List<Expectation> questions =
                    conditions.isEmpty() ? scenario.expectations() : List.copyOf(conditions.values());
            return scenario.asked(questions, List.copyOf(backends), List.copyOf(kernels), without);
        }
    }

    private final Map<String, Scenario> scenarios;
    private final ScenarioParser parser;
    private final Map<List<String>, Map<String, Asked>> asked = new LinkedHashMap<>();
    private final Map<Place, CellResult> results = new LinkedHashMap<>();

    Trials(Map<String, Scenario> scenarios, ScenarioParser parser) {
        this.scenarios = scenarios;
        this.parser = parser;
    }

    /** Wants a scenario run in some cells; a condition that is not null is asked of each. */
    void want(
            List<String> without,
            String name,
            List<String> backends,
            List<KernelVersion> kernels,
            @Nullable String condition) {
        Scenario scenario = scenarios.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("there is no scenario " + name);
        }
        Asked here = asked.computeIfAbsent(without, unused -> new LinkedHashMap<>())
                .computeIfAbsent(name, unused -> new Asked(scenario));
        here.backends.addAll(backends);
        here.kernels.addAll(kernels);
        if (condition != null) {
            here.conditions.computeIfAbsent(condition, text -> parser.ask(scenario, text));
        }
    }

    /** Runs all that is wanted. */
    void run(RunSettings settings) {
        ScenarioRunner runner = new ScenarioRunner(settings);
        asked.forEach((without, byName) -> {
            List<Scenario> ready = new ArrayList<>();
            byName.values().forEach(here -> ready.add(here.ready(without)));
            for (ScenarioResult result : runner.run(ready, done -> {}).scenarios()) {
                for (CellResult cell : result.cells()) {
                    KernelVersion kernel = KernelVersion.parse(cell.kernel());
                    results.put(new Place(without, result.name(), cell.backend(), kernel), cell);
                }
            }
        });
    }

    /** A cell that was wanted and run. */
    CellResult result(List<String> without, String scenario, String backend, KernelVersion kernel) {
        CellResult cell = results.get(new Place(without, scenario, backend, kernel));
        if (cell == null) {
            throw new IllegalStateException(scenario + " was not run on " + backend + " " + kernel);
        }
        return cell;
    }

    /** Whether a condition that was asked held in a cell that came to its end. */
    boolean met(List<String> without, String scenario, CellResult cell, String condition) {
        Asked here = asked.getOrDefault(without, Map.of()).get(scenario);
        if (here == null) {
            throw new IllegalStateException(scenario + " was not asked");
        }
        int index = List.copyOf(here.conditions.keySet()).indexOf(condition);
        return Boolean.TRUE.equals(cell.expectations().get(index).met());
    }
}
