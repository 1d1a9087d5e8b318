package io.github.accelbed.reports.page;

import java.util.List;

/**
 * One counter's values in a scenario.
 *
 * @param name such as {@code pinned(A)}
 * @param values each different value once
 */
public record CounterView(String name, List<Value> values) {
    /**
     * A value and the cells that have it.
     *
     * @param value of the counter, digits in groups of three
     * @param where the cells
     */
    public record Value(String value, List<Where> where) {}
}
