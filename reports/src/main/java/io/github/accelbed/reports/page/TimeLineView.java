package io.github.accelbed.reports.page;

import java.util.List;

/**
 * A time line as a drawing: above, a strip to scale; below, every step in a row of its own, so that no label overlaps
 * however short the step. All coordinates are CSS pixels as text.
 *
 * @param where the backend and the kernels that take exactly these steps
 * @param summary one line: steps and total time
 * @param label for those who cannot see it
 * @param width of the drawing
 * @param height of the drawing
 * @param band of each lane, under the steps
 * @param lanes from left to right
 * @param strip the steps to scale
 * @param ticks of the strip
 * @param groups statements, each before its first step
 * @param steps in order
 * @param notes below the drawing
 */
public record TimeLineView(
        Where where,
        String summary,
        String label,
        String width,
        String height,
        Band band,
        List<LaneView> lanes,
        List<StripPath> strip,
        List<Tick> ticks,
        List<GroupView> groups,
        List<StepView> steps,
        List<String> notes) {
    /**
     * The ground of a lane, the same for all.
     *
     * @param head upper edge of the lanes' names
     * @param width of a lane
     * @param height down to the last step
     * @param nameY baseline of the lanes' names
     * @param axisY lower edge of the strip's axis
     * @param axisTextY baseline of the strip's times
     */
    public record Band(String head, String width, String height, String nameY, String axisY, String axisTextY) {}

    /**
     * One lane.
     *
     * @param name as the reader sees it
     * @param kind style class
     * @param x middle of its column
     * @param left edge of its column
     * @param stripY middle of its row in the strip
     */
    public record LaneView(String name, String kind, String x, String left, String stripY) {}

    /**
     * The steps of one kind in the strip.
     *
     * @param kind style class
     * @param path one closed part a step: to scale, but never invisible
     */
    public record StripPath(String kind, String path) {}

    /**
     * A tick of the strip.
     *
     * @param x where
     * @param text the time
     */
    public record Tick(String x, String text) {}

    /**
     * A statement.
     *
     * @param y baseline of its text
     * @param top upper edge of its band
     * @param text line number and statement
     */
    public record GroupView(String y, String top, String text) {}

    /**
     * A step.
     *
     * @param kind style class
     * @param x left edge of its box
     * @param y upper edge of its box
     * @param width of its box
     * @param textX where its label begins, or ends if {@code anchor} is {@code end}
     * @param textY baseline of its texts
     * @param anchor {@code start} or {@code end}
     * @param label the function, with the number of its note if it has one
     * @param start when it starts
     * @param duration how long it takes
     * @param barWidth of its bar at the right, to scale
     */
    public record StepView(
            String kind,
            String x,
            String y,
            String width,
            String textX,
            String textY,
            String anchor,
            String label,
            String start,
            String duration,
            String barWidth) {}
}
