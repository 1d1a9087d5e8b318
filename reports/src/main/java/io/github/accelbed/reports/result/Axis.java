package io.github.accelbed.reports.result;

/**
 * One axis of a chart, or the scale of a heat map's values.
 *
 * @param title what is measured
 * @param unit in which; empty for plain counts and for names
 * @param logarithmic whether equal distances are equal factors; every value must then be above 0
 */
public record Axis(String title, String unit, boolean logarithmic) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the title is blank
     */
    public Axis {
        Checks.notBlank(title, "axis title");
    }

    /**
     * A linear axis.
     *
     * @param title what is measured
     * @param unit in which; empty for plain counts and for names
     * @return the axis
     */
    public static Axis linear(String title, String unit) {
        return new Axis(title, unit, false);
    }

    /**
     * A logarithmic axis.
     *
     * @param title what is measured
     * @param unit in which; empty for plain counts
     * @return the axis
     */
    public static Axis log(String title, String unit) {
        return new Axis(title, unit, true);
    }

    /**
     * The title as drawn.
     *
     * @return {@code title} or {@code title [unit]}; "pages [pages]" is said once
     */
    public String label() {
        return unit.isEmpty() || unit.equals(title) ? title : title + " [" + unit + "]";
    }
}
