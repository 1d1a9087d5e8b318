package io.github.accelbed.reports.page;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Iterables;
import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts cells of a scenario together that have something in common, and names them. */
final class CellGroups {
    private CellGroups() {}

    /** The cells by key, in the order in which keys first occur, oldest kernels first within a backend. */
    static <K> Map<K, List<CellResult>> by(ScenarioResult scenario, Function<CellResult, K> key) {
        return Multimaps.asMap(
                Multimaps.index(Iterables.concat(byBackend(scenario.cells()).values()), key::apply));
    }

    /** The cells by backend, in the order given, each with the oldest kernel first. */
    static Map<String, List<CellResult>> byBackend(List<CellResult> cells) {
        ImmutableListMultimap.Builder<String, CellResult> groups = ImmutableListMultimap.builder();
        groups.orderValuesBy(Comparator.comparing(CellResult::kernel, KernelOrder.OLDEST_FIRST));
        cells.forEach(cell -> groups.put(cell.backend(), cell));
        return Multimaps.asMap(groups.build());
    }

    /** Names some cells of a scenario, one entry a backend. */
    static List<Where> where(ScenarioResult scenario, List<CellResult> some) {
        Map<String, List<CellResult>> all = byBackend(scenario.cells());
        List<Where> result = new ArrayList<>();
        byBackend(some)
                .forEach((backend, cells) ->
                        result.add(Where.of(backend, kernels(cells), kernels(all.getOrDefault(backend, List.of())))));
        return result;
    }

    private static List<String> kernels(List<CellResult> cells) {
        return cells.stream().map(CellResult::kernel).toList();
    }
}
