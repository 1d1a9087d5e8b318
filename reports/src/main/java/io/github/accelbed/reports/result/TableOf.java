package io.github.accelbed.reports.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A data table with a row for each of some things: a column is named where it is said what stands in it.
 *
 * @param <T> what a row is about
 */
public final class TableOf<T> {
    private final String name;
    private final List<T> things;
    private final List<Column> columns = new ArrayList<>();
    private final List<Function<? super T, ?>> values = new ArrayList<>();

    /**
     * A table without columns.
     *
     * @param name its name, see {@link DataTable#name}
     * @param things what its rows are about, in order
     */
    public TableOf(String name, Collection<? extends T> things) {
        this.name = name;
        this.things = List.copyOf(things);
    }

    /**
     * Adds a column of text or of plain counts.
     *
     * @param header what it holds
     * @param value what stands in the row of a thing, see {@link DataTable#rows}
     * @return this table
     */
    public TableOf<T> column(String header, Function<? super T, ?> value) {
        return column(header, "", value);
    }

    /**
     * Adds a column of numbers with a unit.
     *
     * @param header what it holds
     * @param unit of its numbers
     * @param value what stands in the row of a thing
     * @return this table
     */
    public TableOf<T> column(String header, String unit, Function<? super T, ?> value) {
        columns.add(new Column(header, unit));
        values.add(value);
        return this;
    }

    /**
     * The table as it is.
     *
     * @return all of its columns and rows
     */
    public DataTable table() {
        return new DataTable(
                name,
                columns,
                things.stream()
                        .map(thing -> values.stream()
                                .<Object>map(value -> value.apply(thing))
                                .toList())
                        .toList());
    }
}
