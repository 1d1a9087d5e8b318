package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.ChartHead;

/**
 * A chart on the page.
 *
 * @param head what it says about itself
 * @param light the image on a light ground, as a data URI
 * @param dark the image on a dark ground, as a data URI
 * @param width on the page, in CSS pixels
 * @param height on the page, in CSS pixels
 * @param pngHref to the image's file beside the page
 * @param csvHref to the figures' file beside the page
 */
public record ChartView(
        ChartHead head, String light, String dark, int width, int height, String pngHref, String csvHref) {}
