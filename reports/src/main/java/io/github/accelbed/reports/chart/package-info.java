/** Charts as PNG, drawn with XChart, each in a light and a dark theme. */
@NullMarked
package io.github.accelbed.reports.chart;

import org.jspecify.annotations.NullMarked;
