@NullMarked
package io.github.accelbed.reports.chart;

import org.jspecify.annotations.NullMarked;
