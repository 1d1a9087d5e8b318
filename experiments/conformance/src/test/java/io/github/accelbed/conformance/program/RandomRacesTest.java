package io.github.accelbed.conformance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.Budget;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.explorer.Reduction;
import io.github.accelbed.explorer.Sampling;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.program.FailureCheck;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Guards the promise of the explorer on programs that nobody chose: what happens in a plain run, or in any order that is drawn by lot, is
 * among the outcomes that it finds.
 */
class RandomRacesTest {
    private static final List<String> ROWS = List.of("uacce", "vfio", "odp", "idxd", "capi", "odp-implicit");
    private static final List<String> KERNELS = List.of("4.20", "5.8", "5.17", "6.18");
    private static final long MOST_SCHEDULES = 3_000;

    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger several = new AtomicInteger();

    /** Explores, runs and samples one cell; says what is wrong, or null. */
    private String problem(Scenario scenario, String backend, String kernel) {
        RunSettings run =
                new RunSettings(List.of(backend), List.of(KernelVersion.parse(kernel)), CostTable.defaults(), 1, false);
        List<Scenario> one = List.of(RandomRaces.asksNothing(scenario));
        CellResult explored =
                cell(new Explorer(new ExploreSettings(run, new Budget(null, MOST_SCHEDULES), Reduction.STATES, null))
                        .explore(one, done -> {}));
        CellResult plain = cell(new ScenarioRunner(run).run(one, done -> {}));
        if (explored.status() == CellStatus.SKIP || explored.explored() == null) {
            return null;
        }
        if (!explored.explored().complete()) {
            return null;
        }
        finished.incrementAndGet();
        Set<Map<String, String>> found = outcomes(explored);
        several.addAndGet(found.size() > 1 ? 1 : 0);
        if (!found.containsAll(outcomes(plain))) {
            return "the plain run ends in " + outcomes(plain) + ", which is not among " + found;
        }
        CellResult samples =
                cell(new Explorer(new ExploreSettings(run, Budget.NONE, Reduction.STATES, new Sampling(5, 1)))
                        .explore(one, done -> {}));
        if (!found.containsAll(outcomes(samples))) {
            return "samples end in " + outcomes(samples) + ", which are not among " + found;
        }
        CellResult reduced = cell(
                new Explorer(new ExploreSettings(run, Budget.NONE, Reduction.ORDERS, null)).explore(one, done -> {}));
        if (!found.equals(outcomes(reduced))) {
            return "reducing orders finds " + outcomes(reduced) + " and not " + found;
        }
        return null;
    }

    private static CellResult cell(RunResult result) {
        return result.scenarios().get(0).cells().get(0);
    }

    private static Set<Map<String, String>> outcomes(CellResult cell) {
        return cell.outcomes().stream()
                .map(outcome -> Map.copyOf(outcome.registers()))
                .collect(Collectors.toSet());
    }

    @Test
    void whatAPlainRunSamplesAndReducedOrdersGiveIsAmongAllOutcomes() {
        List<Scenario> programs = RandomRaces.of(11, 4)
                .filter(program -> program.statements().stream().anyMatch(ParBlock.class::isInstance))
                .limit(80)
                .toList();
        for (int i = 0; i < programs.size(); i++) {
            String backend = ROWS.get(i % ROWS.size());
            String kernel = KERNELS.get(i / ROWS.size() % KERNELS.size());
            Scenario program = programs.get(i);
            String wrong = problem(program, backend, kernel);
            if (wrong != null) {
                FailureCheck<RuntimeException> check = smaller -> problem(smaller, backend, kernel) != null;
                throw new AssertionError(program.name() + ", " + backend + " on " + kernel + ": " + wrong + "\n"
                        + RandomRaces.shrunk(program, check));
            }
        }
        assertThat(finished.get()).isGreaterThan(60);
        assertThat(several.get()).isGreaterThan(10);
    }
}
