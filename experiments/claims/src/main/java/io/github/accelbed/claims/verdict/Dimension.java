package io.github.accelbed.claims.verdict;

/** What a cell is told apart by. */
public enum Dimension {
    /** The kernel release, in order. */
    KERNEL,
    /** The row. */
    BACKEND,
    /** The scenario, which is where orders of events and the kind of memory differ. */
    SCENARIO
}
