package io.github.accelbed.drivers.bed;

import io.github.accelbed.scenario.text.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows that fare alike are one kind, named after its first row, so that all rows fit into a sentence or a chart. */
public final class Kinds {
    private static final int FULL_NAMES = 2;

    private final List<String> rows;
    private final List<List<String>> kinds;

    /**
     * Sorts rows by what becomes of them.
     *
     * @param rows in order
     * @param fate equal for rows of one kind
     */
    public Kinds(List<String> rows, Function<String, ?> fate) {
        this.rows = List.copyOf(rows);
        kinds = Words.group(rows, fate).values().stream()
                .filter(kind -> kind.size() > 1)
                .toList();
    }

    /**
     * A short name for several rows, on an axis or in a legend.
     *
     * @param names at least one
     * @return such as {@code vfio and 5 like it}
     */
    public static String label(List<String> names) {
        return names.size() <= FULL_NAMES
                ? Words.list(names)
                : names.get(0) + " and " + (names.size() - 1) + " like it";
    }

    /**
     * Which rows are of one kind.
     *
     * @return such as {@code vfio's kind is vfio and iommufd}; empty if no two are
     */
    public String text() {
        return kinds.stream()
                .map(kind -> name(kind) + " is " + Words.list(kind))
                .collect(Collectors.joining("; "));
    }

    private static String name(List<String> kind) {
        return kind.get(0) + "'s kind";
    }

    /**
     * Names of rows, complete kinds in the place of their first row.
     *
     * @param some in order
     * @return fewer names
     */
    public List<String> named(List<String> some) {
        Map<String, String> names = new LinkedHashMap<>();
        some.forEach(row -> names.put(row, row));
        for (List<String> kind : kinds) {
            if (some.containsAll(kind)) {
                names.keySet().removeAll(kind.subList(1, kind.size()));
                names.put(kind.get(0), name(kind));
            }
        }
        return List.copyOf(names.values());
    }

    /**
     * What is true of several rows is said once.
     *
     * @param said what is said of each
     * @return such as {@code vfio's kind an mdev; odp nothing}
     */
    public String each(Function<String, String> said) {
        return Words.group(rows, said).entrySet().stream()
                .map(entry -> Words.list(named(entry.getValue())) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
