package io.github.accelbed.reports.result;

/**
 * One lane of a time line: something that does one step at a time.
 *
 * @param name as the reader should see it, such as {@code A} or {@code IOMMU}
 * @param kind what it stands for
 */
public record Lane(String name, LaneKind kind) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Lane {
        Checks.notBlank(name, "lane name");
    }
}
