package io.github.accelbed.claims;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.SameAnswers;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.run.InParallel;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** What is run on kernels: the mechanisms left out, scenario and row. */
    private record Cell(Set<String> without, String scenario, String backend) {}

    private record Place(Cell cell, KernelVersion kernel) {}

    private final Map<String, Scenario> scenarios;
    private final ScenarioParser parser;
    private final RunSettings settings;
    /** By scenario and condition. */
    private final Table<String, String, Expectation> conditions =
            Tables.newCustomTable(new LinkedHashMap<>(), LinkedHashMap::new);

    private final Map<Place, Set<String>> mechanisms = new LinkedHashMap<>();
    private final Set<Place> wanted = new LinkedHashSet<>();
    private final Map<Place, CellResult> results = new LinkedHashMap<>();
    private final boolean sharesRuns;

    /**
     * Trials.
     *
     * @param sharesRuns whether kernels that make the same run are run once; a test says no, and finds the same
     */
    Trials(Map<String, Scenario> scenarios, ScenarioParser parser, RunSettings settings, boolean sharesRuns) {
        this.sharesRuns = sharesRuns;
        this.scenarios = scenarios;
        this.parser = parser;
        this.settings = settings;
    }

    /** Has a condition asked of a scenario, wherever it is run from here on. */
    void ask(String name, String condition) {
        if (!conditions.contains(name, condition)) {
            conditions.put(name, condition, parser.ask(scenario(name), condition));
            results.keySet().removeIf(place -> place.cell().scenario().equals(name));
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
        ListMultimap<Cell, KernelVersion> cells =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        wanted.forEach(place -> cells.put(place.cell(), place.kernel()));
        List<Callable<Map<KernelVersion, CellResult>>> work = new ArrayList<>();
        List<Cell> order = cells.keySet().stream()
                .sorted(Comparator.comparing(cell -> !scenario(cell.scenario()).hasOrders()))
                .toList();
        for (Cell cell : order) {
            Scenario asked = asked(cell, cells.get(cell));
            work.add(() -> run(asked, cell.backend(), cells.get(cell)));
        }
        List<Map<KernelVersion, CellResult>> ran = InParallel.all(settings.threads(), work);
        for (int i = 0; i < order.size(); i++) {
            Cell cell = order.get(i);
            ran.get(i).forEach((kernel, result) -> results.put(new Place(cell, kernel), result));
        }
        wanted.clear();
    }

    /** Kernels of which a run has shown that they make the same run are not run again. */
    private Map<KernelVersion, CellResult> run(Scenario scenario, String backend, List<KernelVersion> kernels) {
        Explorer explorer = new Explorer(ExploreSettings.all(settings));
        Map<KernelVersion, CellResult> ran = new LinkedHashMap<>();
        for (KernelVersion kernel : kernels) {
            if (!ran.containsKey(kernel)) {
                SameAnswers same = new SameAnswers();
                CellResult result = explorer.exploreOrRun(scenario, backend, kernel.watched(same));
                ran.put(kernel, result);
                if (sharesRuns) {
                    kernels.stream()
                            .filter(same::include)
                            .forEach(other -> ran.put(other, result.on(other.toString())));
                }
            }
        }
        return ran;
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
        Place whole = new Place(new Cell(Set.of(), name, backend), kernel);
        if (without.isEmpty()) {
            return whole;
        }
        Set<String> left = new LinkedHashSet<>(without);
        left.retainAll(mechanisms.computeIfAbsent(
                whole, unused -> new ScenarioRunner(settings).mechanisms(scenario(name), backend, kernel)));
        return new Place(new Cell(left, name, backend), kernel);
    }

    private Scenario asked(Cell cell, List<KernelVersion> kernels) {
        Scenario scenario = scenario(cell.scenario());
        List<Expectation> questions =
                List.copyOf(conditions.row(cell.scenario()).values());
        if (questions.isEmpty()) {
            questions = scenario.expectations();
        }
        if (!scenario.hasOrders()) {
            questions = questions.stream().map(Expectation::ofOneOutcome).toList();
        }
        return scenario.asked(questions, List.of(cell.backend()), kernels, new ArrayList<>(cell.without()));
    }
}
