package io.github.accelbed.junit;

import io.github.accelbed.claims.Ledger;
import io.github.accelbed.explorer.Budget;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.explorer.Reduction;
import io.github.accelbed.explorer.Sampling;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an annotation asks for, checked. */
final class ScenarioTestRun {
    private final List<String> files;
    private final @Nullable ExploreSettings exploration;
    private final RunSettings plain;

    /** The message of an {@link IllegalArgumentException} is one sentence for the user. */
    ScenarioTestRun(ScenarioTest test) {
        files = List.of(test.files());
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files is empty: name a file, a directory or a built-in scenario");
        }
        plain = new RunSettings(
                Backends.choose(List.of(test.backends())),
                Stream.of(test.kernels())
                        .flatMap(list -> VersionRange.list(list).stream())
                        .distinct()
                        .toList(),
                CostTable.defaults(),
                Runtime.getRuntime().availableProcessors(),
                true);
        if (!test.explore() && (!test.budget().isEmpty() || test.random() != 0 || test.reduce() != Reduction.STATES)) {
            throw new IllegalArgumentException("budget, random and reduce are of no use without explore = true");
        }
        exploration = test.explore()
                ? new ExploreSettings(
                        plain,
                        test.budget().isEmpty() ? Budget.NONE : Budget.parse(test.budget()),
                        test.reduce(),
                        test.random() == 0 ? null : new Sampling(test.random(), test.seed()))
                : null;
    }

    RunResult run(Consumer<String> warnings) {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());
        List<Scenario> scenarios = new ScenarioFiles(vocabulary).read(files);
        scenarios.forEach(scenario -> scenario.warnings().forEach(warning -> warnings.accept(String.valueOf(warning))));
        return exploration == null
                ? new ScenarioRunner(plain).run(scenarios, done -> {})
                : new Explorer(exploration).explore(scenarios, done -> {});
    }
}
