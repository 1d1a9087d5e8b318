package io.github.accelbed.reports.page;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Multisets;
import com.google.common.collect.SetMultimap;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the matrix. Scenarios on different backends go into different tables, or one table would be mostly holes: the
 * first holds those on the backends that most scenarios share, the next the most frequent of the rest, and so on.
 */
final class MatrixBuilder {
    private final List<String> order;

    /**
     * A builder.
     *
     * @param order of the backends' columns; others follow in order of appearance
     */
    MatrixBuilder(List<String> order) {
        this.order = order;
    }

    List<MatrixView> build(List<ScenarioResult> scenarios) {
        List<MatrixView> tables = new ArrayList<>();
        List<ScenarioResult> left = new ArrayList<>();
        List<ScenarioResult> withoutDevice = new ArrayList<>();
        for (ScenarioResult scenario : scenarios) {
            (scenario.mmOnly() ? withoutDevice : left).add(scenario);
        }
        while (!left.isEmpty()) {
            Set<String> shared = mostFrequent(left);
            List<ScenarioResult> here = left.stream()
                    .filter(scenario -> shared.containsAll(backends(scenario)))
                    .toList();
            left.removeAll(here);
            tables.add(table("On " + String.join(", ", columnOrder(shared)), here));
        }
        if (!withoutDevice.isEmpty()) {
            tables.add(table("Memory management alone, without a device", withoutDevice));
        }
        return tables;
    }

    private MatrixView table(String title, List<ScenarioResult> scenarios) {
        SetMultimap<String, String> kernels = MultimapBuilder.linkedHashKeys()
                .treeSetValues(KernelOrder.OLDEST_FIRST)
                .build();
        for (ScenarioResult scenario : scenarios) {
            scenario.cells().forEach(cell -> kernels.put(cell.backend(), cell.kernel()));
        }
        List<MatrixView.Columns> columns = new ArrayList<>();
        for (String backend : columnOrder(kernels.keySet())) {
            columns.add(new MatrixView.Columns(backend, List.copyOf(kernels.get(backend))));
        }
        ImmutableListMultimap<String, MatrixView.Row> groups = scenarios.stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        scenario -> prefix(scenario.name()), scenario -> row(scenario, columns)));
        return new MatrixView(
                title,
                columns,
                Multimaps.asMap(groups).entrySet().stream()
                        .map(group -> new MatrixView.Group(group.getKey(), group.getValue()))
                        .toList());
    }

    private static MatrixView.Row row(ScenarioResult scenario, List<MatrixView.Columns> columns) {
        Letters letters = new Letters(scenario);
        String href = "#" + Slug.scenario(scenario.name());
        List<MatrixView.Cell> cells = new ArrayList<>();
        for (MatrixView.Columns group : columns) {
            String before = null;
            for (String kernel : group.kernels()) {
                CellResult cell = find(scenario, group.backend(), kernel);
                boolean first = kernel.equals(group.kernels().get(0));
                if (cell == null) {
                    String tip = group.backend() + " " + kernel + ": not run";
                    cells.add(new MatrixView.Cell(null, "", tip, href, first ? "first" : ""));
                    continue;
                }
                String shown = cell.status() + letters.of(cell);
                String edge = first ? "first" : before != null && !before.equals(shown) ? "turn" : "";
                cells.add(new MatrixView.Cell(cell.status(), letters.of(cell), tip(cell), href, edge));
                before = shown;
            }
        }
        String name = scenario.name();
        String prefix = prefix(name);
        String shortName = prefix.isEmpty() ? name : name.substring(prefix.length() + 1);
        return new MatrixView.Row(shortName, scenario.title(), href, cells);
    }

    private static String tip(CellResult cell) {
        String outcomes = cell.outcomes().stream()
                .map(outcome -> outcome.registers().entrySet().stream()
                        .map(register -> register.getKey() + " = " + register.getValue())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty())
                .limit(4)
                .collect(Collectors.joining(" | "));
        String reason = cell.reason() == null ? "" : ": " + cell.reason();
        String tail = outcomes.isEmpty() ? "" : "; " + outcomes;
        return cell.backend() + " " + cell.kernel() + ": " + cell.status().id() + reason + tail;
    }

    private static @Nullable CellResult find(ScenarioResult scenario, String backend, String kernel) {
        for (CellResult cell : scenario.cells()) {
            if (cell.backend().equals(backend) && cell.kernel().equals(kernel)) {
                return cell;
            }
        }
        return null;
    }

    private static Set<String> mostFrequent(List<ScenarioResult> scenarios) {
        ImmutableMultiset<Set<String>> counts =
                scenarios.stream().map(MatrixBuilder::backends).collect(ImmutableMultiset.toImmutableMultiset());
        return Multisets.copyHighestCountFirst(counts).iterator().next();
    }

    private static Set<String> backends(ScenarioResult scenario) {
        return scenario.cells().stream().map(CellResult::backend).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> columnOrder(Set<String> backends) {
        Set<String> ordered = new LinkedHashSet<>(order);
        ordered.retainAll(backends);
        ordered.addAll(backends);
        return List.copyOf(ordered);
    }

    private static String prefix(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
