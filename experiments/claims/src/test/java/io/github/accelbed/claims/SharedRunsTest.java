package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Kernels of which a run showed that they make the same run are run once; when each is run, each gives the same. */
final class SharedRunsTest {
    /** One in so many scenarios, for time; {@code -Dclaims.full=true} takes all. */
    private static final int STEP = Boolean.getBoolean("claims.full") ? 1 : 10;

    private static Map<String, CellResult> results(boolean sharesRuns) {
        Map<String, Scenario> scenarios = Judged.scenarios().stream()
                .collect(Collectors.toMap(Scenario::name, scenario -> scenario, (a, b) -> a, LinkedHashMap::new));
        Trials trials =
                new Trials(scenarios, Judged.parser(), RunSettings.defaults().withoutTimeLines(), sharesRuns);
        Map<String, List<String>> rows = rows(scenarios);
        rows.forEach((name, backends) -> trials.want(List.of(), name, backends, KernelVersion.RELEASES));
        trials.run();
        Map<String, CellResult> results = new LinkedHashMap<>();
        rows.forEach((name, backends) -> backends.forEach(backend -> KernelVersion.RELEASES.forEach(kernel ->
                results.put(name + " " + backend + " " + kernel, trials.result(List.of(), name, backend, kernel)))));
        return results;
    }

    /** Every few of the scenarios that the ledger runs, on the rows on which it runs them. */
    private static Map<String, List<String>> rows(Map<String, Scenario> scenarios) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Claim claim : Ledger.builtIn().claims()) {
            for (Evidence evidence : claim.evidence()) {
                for (String name : evidence.scenarios()) {
                    if (!scenarios.get(name).hasOrders() && !scenarios.get(name).isMmOnly()) {
                        all.putIfAbsent(name, evidence.backends());
                    }
                }
            }
        }
        List<String> names = new ArrayList<>(all.keySet());
        Map<String, List<String>> some = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i += STEP) {
            some.put(names.get(i), all.getOrDefault(names.get(i), List.of()));
        }
        return some;
    }

    @Test
    void theSameComesOutWhenEveryKernelIsRun() {
        assertThat(results(true)).isEqualTo(results(false));
    }
}
