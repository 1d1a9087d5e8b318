package io.github.accelbed.reports.result;

import java.util.List;

/**
 * A table of figures, written as one CSV file.
 *
 * @param name also its file's name, without the ending: letters, digits, {@code . _ -}
 * @param columns at least one
 * @param rows each as long as the columns; values are {@code String}, {@code Boolean}, {@code Integer}, {@code Long} or
 *     finite {@code Double}; the empty string stands for "no value"
 */
public record DataTable(String name, List<Column> columns, List<List<Object>> rows) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the name cannot be a file's name, a row has another length than the columns,
     *     or a value another type
     */
    public DataTable {
        Checks.fileStem(name, "table name");
        columns = List.copyOf(columns);
        rows = rows.stream().map(row -> List.<Object>copyOf(row)).toList();
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("the table " + name + " has no columns");
        }
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("the table " + name + " has " + columns.size()
                        + " columns, but a row of " + row.size() + " values: " + row);
            }
            row.forEach(value -> checkValue(name, value));
        }
    }

    private static void checkValue(String table, Object value) {
        boolean plain = value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
        if (!plain) {
            throw new IllegalArgumentException("the table " + table + " cannot hold " + value + " ("
                    + value.getClass().getSimpleName() + ")");
        }
    }
}
