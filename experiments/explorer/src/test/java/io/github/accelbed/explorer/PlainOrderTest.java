package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards the promise that a plain run is one of the explored orders, over programs with kills, suspended calls and events. */
class PlainOrderTest {
    private static final RunSettings RUN = new RunSettings(List.of(), List.of(), CostTable.defaults(), 1, false);
    private static final List<String> ROWS = List.of("uacce", "vfio", "odp", "idxd-swq");
    private static final List<String> KERNELS = List.of("4.20", "5.8", "5.17", "6.18");
    private static final List<String> STEPS = List.of(
            "A: kill",
            "B: kill",
            "T: kill",
            "A: exit",
            "A: exec",
            "T: exec",
            "A: write b 3",
            "B: write b 4",
            "T: read b",
            "A: munmap b",
            "A: mprotect b ro",
            "T: madvise b dontneed",
            "A: fork F%d",
            "A: vfork F%d",
            "T: clone F%d",
            "q: read b",
            "q: write b 5",
            "A: close q",
            "A: unmap q b",
            "T: open q%d",
            "root: unplug accel",
            "root: migrate A b",
            "root: count syscalls(A)");
    private static final List<String> EVENTS = List.of("evict", "reclaim", "prefetch", "migrate");

    private final SplittableRandom random = new SplittableRandom(20);
    private int names;

    private String step() {
        String step = STEPS.get(random.nextInt(STEPS.size())).formatted(++names);
        return "    " + step + " -> r" + names + "\n";
    }

    private String program() {
        StringBuilder text =
                new StringBuilder("run\n  A: mmap b 1\n  A: write b 1\n  A: open q -> o\n  A: map q b -> m\n");
        text.append("  A: clone T\n  A: fork B\n");
        for (int left = random.nextInt(2); left > 0; left--) {
            text.append(step());
        }
        int preempt = random.nextInt(12);
        text.append(preempt == 0 ? "  par\n" : "  par preempt " + preempt + "\n");
        int branches = 2 + random.nextInt(2);
        for (int branch = 0; branch < branches; branch++) {
            text.append(branch == 0 ? "" : "  and\n");
            for (int left = 1 + random.nextInt(branches == 2 ? 2 : 1); left > 0; left--) {
                text.append(step());
            }
        }
        text.append("  end\n").append(step()).append("expect\n  elapsed >= 0\n");
        String events =
                random.nextInt(3) == 0 ? "explore events " + EVENTS.get(random.nextInt(EVENTS.size())) + "\n" : "";
        return events + text;
    }

    @Test
    void theOutcomeOfAPlainRunIsAmongThoseOfAllOrders() {
        List<String> wrong = new ArrayList<>();
        int finished = 0;
        int several = 0;
        int suspended = 0;
        int killed = 0;
        int withEvents = 0;
        for (int i = 0; i < 250; i++) {
            String text = program();
            Scenario scenario = Woven.scenario(text);
            String row = ROWS.get(i % ROWS.size());
            KernelVersion kernel = KernelVersion.parse(KERNELS.get(i / ROWS.size() % KERNELS.size()));
            CellResult plain = new ScenarioRunner(RUN).cell(scenario, row, kernel);
            CellResult explored = new Explorer(
                            new ExploreSettings(RUN, new Budget(null, 2_000L), Reduction.STATES, null))
                    .explore(scenario, row, kernel);
            if (explored.explored() == null || !explored.explored().complete()) {
                continue;
            }
            finished++;
            several += explored.outcomes().size() > 1 ? 1 : 0;
            suspended += text.contains("preempt") ? 1 : 0;
            killed += text.contains("kill") ? 1 : 0;
            withEvents += text.contains("events") ? 1 : 0;
            Map<String, String> registers = plain.outcomes().get(0).registers();
            if (explored.outcomes().stream().noneMatch(one -> one.registers().equals(registers))) {
                wrong.add(row + " on " + kernel + ": " + registers + "\n" + text);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(List.of(finished, several, suspended, killed, withEvents))
                .as("programs: finished, of several outcomes, suspended, killed, with events")
                .allMatch(count -> count > 30);
    }
}
