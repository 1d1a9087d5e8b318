package io.github.accelbed.reports.page;

import io.github.accelbed.reports.chart.ChartImage;
import io.github.accelbed.reports.result.ChartHead;

/**
 * A chart that has been drawn.
 *
 * @param head what it says about itself
 * @param light on a light ground
 * @param dark on a dark ground
 */
public record DrawnChart(ChartHead head, ChartImage light, ChartImage dark) {}
