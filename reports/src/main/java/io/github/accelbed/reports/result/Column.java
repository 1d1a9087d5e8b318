package io.github.accelbed.reports.result;

/**
 * One column of a data table.
 *
 * @param name what it holds
 * @param unit of its numbers, such as {@code ns} or {@code pages}; empty for text and plain counts
 */
public record Column(String name, String unit) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Column {
        Checks.notBlank(name, "column name");
    }

    /**
     * A column of text or of plain counts.
     *
     * @param name what it holds
     * @return the column, without a unit
     */
    public static Column of(String name) {
        return new Column(name, "");
    }

    /**
     * A column of numbers with a unit.
     *
     * @param name what it holds
     * @param unit of its numbers
     * @return the column
     */
    public static Column of(String name, String unit) {
        return new Column(name, unit);
    }

    /**
     * The column's header in a file or a page.
     *
     * @return {@code name} or {@code name [unit]}
     */
    public String header() {
        return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
}
