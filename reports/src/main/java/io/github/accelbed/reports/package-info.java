/**
 * From result records to things that people and programs read: {@link io.github.accelbed.reports.ReportWriter} makes a
 * whole report, {@link io.github.accelbed.reports.ExperimentWriter} one experiment's folder.
 *
 * <p>The module knows no type of the model. The same records give the same bytes; charts may differ between machines
 * in their fonts only.
 */
@NullMarked
package io.github.accelbed.reports;

import org.jspecify.annotations.NullMarked;
