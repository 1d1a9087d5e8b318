package io.github.accelbed.reports.result;

/** How the points of a line chart are joined. */
public enum LineForm {
    /** By straight lines, with a mark at each point. */
    LINE,
    /** By steps: a value holds until the next point. */
    STEP,
    /** Not at all. */
    POINTS
}
