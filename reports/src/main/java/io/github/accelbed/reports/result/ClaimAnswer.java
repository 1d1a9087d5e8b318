package io.github.accelbed.reports.result;

/**
 * What one cell says of a claim.
 *
 * @param scenario its name, with what was left out of the kernel; text
 * @param backend the row's id
 * @param kernel the version
 * @param answer {@code yes}, {@code no}, {@code skip} or {@code broken}
 * @param saw what the cell saw, in short; the reason of a skip
 */
public record ClaimAnswer(String scenario, String backend, String kernel, String answer, String saw) {}
