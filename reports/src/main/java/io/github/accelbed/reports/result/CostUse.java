package io.github.accelbed.reports.result;

/**
 * One figure of the cost table that the run used.
 *
 * @param name of the operation
 * @param ns what it costs, in ns, not negative
 * @param source where the figure comes from, in words (no link)
 * @param verified whether that source was checked; a figure that was not is marked wherever it is used
 */
public record CostUse(String name, double ns, String source, boolean verified) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if name or source is blank, or the cost negative or not finite
     */
    public CostUse {
        Checks.notBlank(name, "cost name");
        Checks.notNegative(ns, "ns");
        Checks.notBlank(source, "cost source");
    }
}
