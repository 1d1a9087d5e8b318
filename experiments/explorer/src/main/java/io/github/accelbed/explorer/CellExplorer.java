package io.github.accelbed.explorer;

import io.github.accelbed.explorer.search.Sampler;
import io.github.accelbed.explorer.search.Search;
import io.github.accelbed.explorer.search.StateGraph;
import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.SpontaneousEvent;
import io.github.accelbed.scenario.lockorder.LockCycle;
import io.github.accelbed.scenario.run.Coverage;
import io.github.accelbed.scenario.run.End;
import io.github.accelbed.scenario.run.SteppedRun;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explores one cell. */
final class CellExplorer {
    private final Scenario scenario;
    private final String backend;
    private final KernelVersion kernel;
    private final ExploreSettings settings;
    private final Watcher watcher;

    CellExplorer(Scenario scenario, String backend, KernelVersion kernel, ExploreSettings settings, Watcher watcher) {
        this.scenario = scenario;
        this.backend = backend;
        this.kernel = kernel;
        this.settings = settings;
        this.watcher = watcher;
    }

    CellResult explore(WovenLoader loader) {
        Optional<String> skip = plain().reasonToSkip();
        if (skip.isPresent()) {
            return new CellResult(
                    backend,
                    kernel.toString(),
                    CellStatus.SKIP,
                    skip.get(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    null,
                    null,
                    false);
        }
        WovenRun run =
                WovenRun.begun(loader, scenario, backend, kernel, settings.run().costs());
        BudgetLimit limit =
                new BudgetLimit(settings.budget(), watcher, scenario.file() + ", " + backend + " on " + kernel);
        Sampling sampling = settings.sampling();
        return sampling == null ? all(run, loader, limit) : sample(run, loader, limit, sampling);
    }

    private CellResult all(WovenRun run, WovenLoader loader, BudgetLimit limit) {
        boolean reduceOrders = settings.reduction() == Reduction.ORDERS;
        Search search = new Search(run.world(), loader.trail(), run.counters(), reduceOrders, limit);
        StateGraph graph = search.run();
        BigInteger[] schedules = graph.schedules();
        List<Ending> endings = new ArrayList<>();
        for (int i = 0; i < schedules.length; i++) {
            endings.add(new Ending(
                    (End) graph.outcomes().get(i),
                    reduceOrders ? null : schedules[i].toString(),
                    graph.notes(i),
                    settings.run().timeLines()
                            ? draw(graph.witness(i, run.world().actors() + 1))
                            : null));
        }
        BigInteger sum = Arrays.stream(schedules).reduce(BigInteger.ZERO, BigInteger::add);
        return result(
                run,
                endings,
                reduceOrders ? "partial-order reduction" : "every order",
                search.complete(),
                graph.states(),
                graph.transitions(),
                reduceOrders ? null : sum.toString(),
                search.cut(),
                search.complete(),
                limit.heapIsFull() ? HeapLimit.reason() : null);
    }

    private CellResult sample(WovenRun run, WovenLoader loader, BudgetLimit limit, Sampling sampling) {
        Sampler sampler = new Sampler(run.world(), loader.trail(), sampling.seed());
        List<Ending> endings = new ArrayList<>();
        long taken = 0;
        for (Map.Entry<Object, Sampler.Found> found :
                sampler.run(sampling.schedules(), limit).entrySet()) {
            Sampler.Found way = found.getValue();
            taken += way.schedules();
            endings.add(new Ending((End) found.getKey(), Long.toString(way.schedules()), way.notes(), draw(way.way())));
        }
        boolean complete = taken == sampling.schedules();
        return result(
                run,
                endings,
                sampling.schedules() + " samples, seed " + sampling.seed(),
                complete,
                0,
                sampler.steps(),
                Long.toString(taken),
                sampler.cut(),
                false,
                null);
    }

    private CellResult result(
            WovenRun run,
            List<Ending> endings,
            String method,
            boolean complete,
            long states,
            long transitions,
            @Nullable String schedules,
            long cut,
            boolean everyOrder,
            @Nullable String givenUp) {
        List<LockCycle> cycles = run.locks().cycles();
        Coverage coverage = everyOrder ? Coverage.EVERY_ORDER : Coverage.SOME_ORDERS;
        Outcomes judged = Outcomes.of(scenario, backend, kernel, endings, cycles.size(), coverage);
        Explored explored = new Explored(
                method,
                complete,
                states,
                transitions,
                schedules,
                cut,
                scenario.exploration().events().stream()
                        .map(SpontaneousEvent::word)
                        .toList(),
                cycles.stream().map(LockCycle::report).toList());
        return new CellResult(
                backend,
                kernel.toString(),
                judged.judgement().status(everyOrder),
                both(judged.judgement().reason(), givenUp),
                judged.outcomes(),
                Map.of(),
                judged.judgement().expectations(),
                null,
                explored,
                false);
    }

    private static @Nullable String both(@Nullable String problem, @Nullable String givenUp) {
        return problem == null || givenUp == null ? problem == null ? givenUp : problem : problem + "\n" + givenUp;
    }

    private SteppedRun plain() {
        return new SteppedRun(scenario, backend, kernel, settings.run().costs());
    }

    private @Nullable TimeLine draw(int[] way) {
        if (!settings.run().timeLines()) {
            return null;
        }
        SteppedRun run = plain();
        run.begin();
        return run.draw(way);
    }
}
