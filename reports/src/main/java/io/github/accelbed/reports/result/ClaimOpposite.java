package io.github.accelbed.reports.result;

/**
 * The smallest change that turns an answer round.
 *
 * @param from a cell, in words
 * @param fromAnswer its answer
 * @param to the nearest cell with the other answer, in words
 * @param change what is different between them, in words
 * @param scenario the name of the other cell's scenario
 */
public record ClaimOpposite(String from, String fromAnswer, String to, String change, String scenario) {}
