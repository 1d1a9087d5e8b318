package io.github.accelbed.experiments.explore.spin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long SPIN needs for the same cells as the explorer, side by side. It decides nothing, so it runs only when asked
 * for by its name; docs/explore.md has the command.
 */
class SpinSpeed {
    private static final Set<String> SCENARIOS = Set.of(
            "races/fork-cow-read",
            "races/fork-cow-writers",
            "races/odp-fault-against-cow",
            "races/iotlb-refill-against-munmap",
            "races/close-against-completion");
    private static final Set<String> KERNELS = Set.of("4.20", "6.18");

    /** Searches of one verifier; the median of their times is printed, so that a busy moment of the machine does not count. */
    private static final int REPETITIONS = 21;

    @TempDir
    private Path folder;

    @Test
    void compare() throws IOException {
        Spin.required();
        System.out.println("| scenario | backend | kernel | spin -a ms | cc -O2 ms | search ms | states | transitions"
                + " | states/s | reduced: search ms | states |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (SpinCell race : Races.all()) {
            if (SCENARIOS.contains(race.scenario()) && KERNELS.contains(race.kernel())) {
                System.out.println(row(race));
            }
        }
    }

    private String row(SpinCell race) throws IOException {
        Verifier all = verifier(race, Spin.QUICK_TO_RUN);
        Verifier reduced = verifier(race, Spin.REDUCED);
        Verifier.Search search = all.search();
        double seconds = median(all);
        return String.format(
                "| %s | %s | %s | %.0f | %.0f | %.1f | %d | %d | %.0f | %.1f | %d |",
                race.scenario(),
                race.backend(),
                race.kernel(),
                seconds(all.generating()) * 1000,
                seconds(all.compiling()) * 1000,
                seconds * 1000,
                search.states(),
                search.transitions(),
                search.states() / seconds,
                median(reduced) * 1000,
                reduced.search().states());
    }

    private Verifier verifier(SpinCell race, List<String> options) throws IOException {
        return Spin.verifier(race, options, Files.createTempDirectory(folder, "pan"));
    }

    /** The search's time with the start of its process, in seconds. */
    private static double median(Verifier verifier) {
        DescriptiveStatistics times = new DescriptiveStatistics();
        for (int i = 0; i < REPETITIONS; i++) {
            times.addValue(seconds(verifier.search().wall()));
        }
        return times.getPercentile(50);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
