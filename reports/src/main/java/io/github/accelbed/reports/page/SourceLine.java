package io.github.accelbed.reports.page;

/**
 * One line of a scenario's file.
 *
 * @param number from 1
 * @param text without its end
 * @param mark {@code met}, {@code unmet} or {@code open} for an expectation; {@code comment} or empty for other lines
 * @param symbol of the mark, so that colour is not the only sign; empty without one
 * @param note in how many cells the expectation held; empty for other lines
 */
public record SourceLine(int number, String text, String mark, String symbol, String note) {}
