package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.language.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs one cell in written order, judges what came out, and keeps what is to be shown of it. */
final class CellRunner {
    private final Scenario scenario;
    private final String backend;
    private final KernelVersion version;
    private final World world;
    private final SteppedRun run;
    private final Counters counters;
    private final @Nullable TimeLineRecorder recorder;

    CellRunner(Scenario scenario, String backend, KernelVersion version, RunSettings settings) {
        this.scenario = scenario;
        this.backend = backend;
        this.version = version;
        world = new World(scenario, backend, version, settings.costs());
        run = new SteppedRun(scenario, backend, world, null);
        counters = new Counters(world);
        recorder = settings.timeLines()
                ? new TimeLineRecorder(scenario, world.tasks().keySet())
                : null;
    }

    CellResult run() {
        Optional<String> skip = OfferedSteps.reasonToSkip(scenario, world);
        if (skip.isPresent()) {
            return new CellResult(
                    backend,
                    version.toString(),
                    CellStatus.SKIP,
                    skip.get(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    null,
                    null,
                    false);
        }
        run.run(recorder);
        End end = run.end();
        long circles = world.locks().cycles().size();
        Judgement judgement = Judgement.of(
                scenario,
                backend,
                version,
                List.of(new End(end.registers(), end.counters(), run.reason())),
                circles,
                Coverage.ONE_ORDER);
        Map<String, Long> counted = counters.all();
        TimeLine timeLine =
                recorder == null ? null : recorder.timeLine(world.locks().cycles());
        if (judgement.reason() == null) {
            try {
                counted.putAll(leaksAtEnd());
            } catch (ModelException e) {
                judgement = new Judgement(run.excused(e), List.of(), List.of());
            }
        }
        Map<String, String> shown = new LinkedHashMap<>();
        end.registers().forEach((name, answer) -> shown.put(name, answer.text()));
        return new CellResult(
                backend,
                version.toString(),
                judgement.status(true),
                judgement.reason(),
                List.of(new Outcome(shown, "1")),
                counted,
                judgement.expectations(),
                timeLine == null || timeLine.events().isEmpty() ? null : timeLine,
                null,
                scenario.hasOrders());
    }

    /**
     * What is still held after the implicit end of everybody, and which references no call gives back; nothing is said of it if somebody waits for
     * good.
     */
    private Map<String, Long> leaksAtEnd() {
        if (!run.exitAll()) {
            return Map.of();
        }
        Map<String, Long> left = new TreeMap<>();
        MemoryManager mm = world.kernel().mm();
        note(left, "violations(pages-held-at-end)", mm.references());
        note(left, "lost(zero-page)", mm.lostReferences());
        return left;
    }

    private static void note(Map<String, Long> left, String counter, List<PageReferences> references) {
        long pages = references.stream().mapToLong(PageReferences::size).sum();
        if (pages != 0) {
            left.put(counter, pages);
        }
    }
}
