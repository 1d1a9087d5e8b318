package io.github.accelbed.claims;

import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.run.InParallel;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Every cell that some evidence needs is run once, and asked all that anybody asks of its scenario. A scenario whose steps can come in
 * several orders is explored in all of them; of any other {@code sometimes} asks what {@code always} does.
 *
 * <p>A mechanism that the cell does not have is not left out of it, so that what was run with it counts without it too.
 */
final class Trials {

    /** A cell: the mechanisms left out, scenario, row and kernel. */
    private record Place(Set<String> without, String scenario, String backend, KernelVersion kernel) {}

    private final Map<String, Scenario> scenarios;
    private final ScenarioParser parser;
    private final RunSettings settings;
    /** By scenario and condition. */
    private final Table<String, String, Expectation> conditions =
            Tables.newCustomTable(new LinkedHashMap<>(), LinkedHashMap::new);

    private final Map<Place, Set<String>> mechanisms = new LinkedHashMap<>();
    private final Set<Place> wanted = new LinkedHashSet<>();
    private final Map<Place, CellResult> results = new LinkedHashMap<>();

    Trials(Map<String, Scenario> scenarios, ScenarioParser parser, RunSettings settings) {
        this.scenarios = scenarios;
        this.parser = parser;
        this.settings = settings;
    }

    /** Has a condition asked of a scenario, wherever it is run from here on. */
    void ask(String name, String condition) {
        if (!conditions.contains(name, condition)) {
            conditions.put(name, condition, parser.ask(scenario(name), condition));
            results.keySet().removeIf(place -> place.scenario().equals(name));
        }
    }

    /** Wants a scenario run in some cells. */
    void want(List<String> without, String name, List<String> backends, List<KernelVersion> kernels) {
        for (String backend : scenario(name).isMmOnly() ? List.of(Scenario.MM) : backends) {
            for (KernelVersion kernel : kernels) {
                wanted.add(place(without, name, backend, kernel));
            }
        }
    }

    /** Runs all that is wanted and was not run before. */
    void run() {
        wanted.removeAll(results.keySet());
        List<Place> places = List.copyOf(wanted);
        Explorer explorer = new Explorer(ExploreSettings.all(settings));
        List<Callable<CellResult>> cells = new ArrayList<>();
        for (Place place : places) {
            Scenario scenario = asked(place);
            cells.add(() -> explorer.exploreOrRun(scenario, place.backend(), place.kernel()));
        }
        List<CellResult> ran = InParallel.all(settings.threads(), cells);
        for (int i = 0; i < places.size(); i++) {
            results.put(places.get(i), ran.get(i));
        }
        wanted.clear();
    }

    /** A cell that was wanted and run. */
    CellResult result(List<String> without, String name, String backend, KernelVersion kernel) {
        return Objects.requireNonNull(
                results.get(place(without, name, backend, kernel)), name + " was not run on " + backend + " " + kernel);
    }

    /** Whether a condition that was asked held in a cell that came to its end. */
    boolean met(String name, CellResult cell, String condition) {
        int index = List.copyOf(conditions.row(name).keySet()).indexOf(condition);
        return Boolean.TRUE.equals(cell.expectations().get(index).met());
    }

    private Scenario scenario(String name) {
        Scenario scenario = scenarios.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("there is no scenario " + name);
        }
        return scenario;
    }

    private Place place(List<String> without, String name, String backend, KernelVersion kernel) {
        if (without.isEmpty()) {
            return new Place(Set.of(), name, backend, kernel);
        }
        Set<String> left = new LinkedHashSet<>(without);
        left.retainAll(mechanisms.computeIfAbsent(
                new Place(Set.of(), name, backend, kernel),
                unused -> new ScenarioRunner(settings).mechanisms(scenario(name), backend, kernel)));
        return new Place(left, name, backend, kernel);
    }

    private Scenario asked(Place place) {
        Scenario scenario = scenario(place.scenario());
        List<Expectation> questions =
                List.copyOf(conditions.row(place.scenario()).values());
        if (questions.isEmpty()) {
            questions = scenario.expectations();
        }
        if (!scenario.hasOrders()) {
            questions = questions.stream().map(Expectation::ofOneOutcome).toList();
        }
        return scenario.asked(
                questions, List.of(place.backend()), List.of(place.kernel()), new ArrayList<>(place.without()));
    }
}
