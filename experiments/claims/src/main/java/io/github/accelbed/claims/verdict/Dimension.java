package io.github.accelbed.claims.verdict;

/** What a cell is told apart by, among those of one case. */
public enum Dimension {
    /** The kernel release, in order. */
    KERNEL,
    /** The row. */
    BACKEND
}
