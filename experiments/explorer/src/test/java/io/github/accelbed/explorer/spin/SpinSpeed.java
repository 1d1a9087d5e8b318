package io.github.accelbed.explorer.spin;

import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long SPIN and the explorer need for the same cells, side by side. It decides nothing, so it runs only when asked
 * for by its name; docs/explore.md has the command. All times are medians, so that a busy moment of the machine does not count.
 */
class SpinSpeed {
    private static final Set<String> SCENARIOS =
            Set.of("races/fork-cow-read", "races/fork-cow-writers", "races/odp-fault-against-munmap");
    private static final Path PROGRAM = Path.of("..", "app", "target", "accelbed.jar");
    private static final int SEARCHES = 11;
    private static final int STARTS = 3;

    @TempDir
    private Path folder;

    @Test
    void compare() throws IOException {
        Spin.required();
        System.out.println("| cell | SPIN: generate and compile ms | search ms | states | transitions | states/s"
                + " | explorer: cold ms | warm ms | states | transitions | states/s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (SpinCell race : Races.all()) {
            if (SCENARIOS.contains(race.scenario()) && race.kernel().equals("6.18")) {
                System.out.println("| " + race + spin(race) + explorer(race) + " |");
            }
        }
    }

    private String spin(SpinCell race) throws IOException {
        Path own = Files.createTempDirectory(folder, "pan");
        Verifier verifier = Spin.verifier(race, Spin.QUICK_TO_RUN, own);
        double built = seconds(verifier.generating().plus(verifier.compiling()));
        // What a process costs before it searches: pan only says its version.
        double start = median(SEARCHES, () -> Spin.run(own, Map.of(), List.of("./pan", "-V")));
        double search = Math.max(1e-6, median(SEARCHES, verifier::search) - start);
        Verifier.Search found = verifier.search();
        return String.format(
                " | %.0f | %.1f | %d | %d | %.0f",
                built * 1000, search * 1000, found.states(), found.transitions(), found.states() / search);
    }

    private String explorer(SpinCell race) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                PROGRAM.toAbsolutePath().toString(),
                "explore",
                race.scenario(),
                "--backend=" + race.backend(),
                "--kernel=" + race.kernel(),
                "--witness=none");
        double cold = median(STARTS, () -> Spin.run(folder, Map.of(), command));

        RunSettings settings = new RunSettings(
                List.of(race.backend()), List.of(KernelVersion.parse(race.kernel())), CostTable.defaults(), 1, false);
        List<Scenario> scenario = Races.scenarios().stream()
                .filter(each -> each.name().equals(race.scenario()))
                .toList();
        Explorer explorer = new Explorer(ExploreSettings.all(settings));
        double warm = median(SEARCHES, () -> explorer.explore(scenario, done -> {}));
        Explored explored = Objects.requireNonNull(explorer.explore(scenario, done -> {})
                .scenarios()
                .get(0)
                .cells()
                .get(0)
                .explored());
        return String.format(
                " | %.0f | %.1f | %d | %d | %.0f",
                cold * 1000, warm * 1000, explored.states(), explored.transitions(), explored.states() / warm);
    }

    private static double median(int times, Runnable what) {
        DescriptiveStatistics seconds = new DescriptiveStatistics();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            what.run();
            seconds.addValue(seconds(Duration.ofNanos(System.nanoTime() - start)));
        }
        return seconds.getPercentile(50);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
